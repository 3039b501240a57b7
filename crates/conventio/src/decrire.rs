//! `decrire`: a dispositif in words, or the columns that its files hold.

use crate::echec::{Code, Echec};
use crate::explication::jour;
use crate::regles;
use crate::tableau::{Cote, replie, tableau};
use crate::{Sortie, nombres};
use clap::ArgMatches;
use convention::{
    ConfianceDite, Convention, Dispositif, Entree, Formules, PalierDeBareme, Parametre, TypeParametre, TypeValeur,
};
use formule::programme::Scalaire;
use formule::{Date, Fraction};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Width of the page.
const LARGEUR: usize = 100;

pub(crate) fn decrire(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let (source, code) = regles::demandees(lus)?;
    let dispositif = source.dispositif(&code)?;
    let annee = lus.get_one::<i32>("exercice").copied().unwrap_or_default();
    dispositif.exercice(annee).map_err(|phrase| Echec::new(Code::Usage, phrase))?;
    let json = lus.get_one::<String>("format").is_some_and(|f| f == "json");
    let texte = match (lus.get_flag("entrees"), json) {
        (true, true) => format!("{:#}\n", entrees_en_json(dispositif, annee)),
        (true, false) => entrees_en_texte(dispositif, annee),
        (false, true) => format!("{:#}\n", en_json(dispositif, annee)?),
        (false, false) => en_texte(dispositif, source.regles.convention_de(&code), annee)?,
    };
    Ok(texte.into())
}

/// One step of a barème: its value, where it holds, and how sure it is when the others are not as sure.
fn palier(parametre: &Parametre, paliers: &[PalierDeBareme], rang: usize, commune: ConfianceDite) -> String {
    let p = &paliers[rang];
    let valeur = p.valeur.map_or_else(|| "inconnu".to_owned(), |v| parametre.type_de_valeur().ecrire(v));
    let entree = |f: Fraction| match &parametre.type_ {
        TypeParametre::Bareme { entree, .. } => entree.ecrire(Scalaire::Nombre(f)),
        TypeParametre::Valeur(type_) => type_.ecrire(Scalaire::Nombre(f)),
    };
    let bas = rang.checked_sub(1).and_then(|avant| paliers[avant].jusqu_a);
    let ou = match (bas, p.jusqu_a) {
        (None, None) => String::new(),
        (_, Some((haut, true))) => format!(" jusqu'à {}", entree(haut)),
        (_, Some((haut, false))) => format!(" au-dessous de {}", entree(haut)),
        (Some((bas, true)), None) => format!(" au-dessus de {}", entree(bas)),
        (Some((bas, false)), None) => format!(" à partir de {}", entree(bas)),
    };
    let propre =
        if p.confiance == commune || p.valeur.is_none() { String::new() } else { format!(" ({})", p.confiance.mot()) };
    format!("{valeur}{ou}{propre}")
}

/// Least or greatest value of an input, as a file writes it.
fn borne(entree: &Entree, valeur: i64) -> String {
    match &entree.type_ {
        TypeValeur::Date => i32::try_from(valeur).map_or_else(|_| valeur.to_string(), |jours| Date(jours).to_string()),
        _ => Fraction::new(i128::from(valeur), i128::from(entree.echelle.max(1)))
            .map_or_else(String::new, nombres::exact),
    }
}

fn plage(entree: &Entree) -> String {
    match &entree.type_ {
        TypeValeur::OuiNon => "0 ou 1".to_owned(),
        TypeValeur::Choix(codes) => codes.join(", "),
        TypeValeur::Texte => String::new(),
        _ => format!("de {} à {}", borne(entree, entree.min), borne(entree, entree.max)),
    }
}

/// Everything that a file of measures or of detail lines may hold.
fn colonnes(dispositif: &Dispositif, annee: i32) -> Vec<(Option<&str>, Vec<&Entree>)> {
    let mut groupes = vec![(None, dispositif.entrees_de(annee))];
    for detail in &dispositif.details {
        groupes.push((Some(detail.code.as_str()), detail.entrees.iter().filter(|e| e.existe_en(annee)).collect()));
    }
    groupes
}

fn entrees_en_texte(dispositif: &Dispositif, annee: i32) -> String {
    let mut texte = format!("{} — exercice {annee} : ce qui est lu\n", dispositif.titre_en(annee));
    let cles = if dispositif.par_contrat() { "« beneficiaire », « contrat »" } else { "« beneficiaire »" };
    for (detail, entrees) in colonnes(dispositif, annee) {
        match detail {
            None => {
                let _ = writeln!(texte, "\nFichier de mesures (--mesures) : {cles}, puis\n");
            }
            Some(code) => {
                let _ = writeln!(texte, "\nLignes de détail (--details {code}=FICHIER) : {cles}, « cle », puis\n");
            }
        }
        let lignes: Vec<Vec<String>> = entrees
            .iter()
            .map(|e| {
                vec![
                    e.code.clone(),
                    e.type_.to_string(),
                    plage(e),
                    e.periode.clone(),
                    e.origine.mot().to_owned(),
                    e.libelle.clone(),
                ]
            })
            .collect();
        texte.push_str(&tableau(
            &[
                ("colonne", Cote::Gauche),
                ("type", Cote::Gauche),
                ("valeurs", Cote::Gauche),
                ("période", Cote::Gauche),
                ("origine", Cote::Gauche),
                ("libellé", Cote::Gauche),
            ],
            &lignes,
        ));
        texte.push('\n');
        for entree in entrees {
            if let Some(sens) = &entree.sens {
                let _ = writeln!(texte, "{}", replie(&format!("  {} : ", entree.code), sens, LARGEUR, 6));
            }
        }
    }
    texte.push_str(
        "\nUne cellule vide n'est pas encore disponible (un champ déclaré : non déclaré) ; « inconnu » et « sans_objet » s'écrivent en toutes lettres.\n",
    );
    texte
}

fn entrees_en_json(dispositif: &Dispositif, annee: i32) -> Value {
    let une = |detail: Option<&str>, e: &Entree| {
        json!({
            "detail": detail, "code": e.code, "libelle": e.libelle, "sens": e.sens, "type": e.type_.to_string(),
            "min": borne(e, e.min), "max": borne(e, e.max), "periode": e.periode, "origine": e.origine.mot(),
            "au_plus": e.au_plus, "facultative": e.facultative(),
            "choix": e.choix.iter().map(|c| json!({ "code": c.code, "libelle": c.libelle })).collect::<Vec<_>>(),
        })
    };
    let toutes = colonnes(dispositif, annee);
    toutes.iter().flat_map(|(detail, entrees)| entrees.iter().map(move |e| une(*detail, e))).collect::<Vec<_>>().into()
}

/// The formula of a day, as the rules write it.
fn formule_au(formules: &Formules, date: Date) -> Option<&str> {
    let vaut =
        |depuis: Option<Date>, fin: Option<Date>| depuis.is_none_or(|d| d <= date) && fin.is_none_or(|f| date <= f);
    formules.versions.iter().find(|v| vaut(v.depuis, v.jusqu_a)).map(|v| v.texte.valeur.as_str())
}

fn en_texte(d: &Dispositif, convention: Option<&Convention>, annee: i32) -> Result<String, Echec> {
    let exercice = d.exercice(annee).map_err(|phrase| Echec::new(Code::Usage, phrase))?;
    let jour_du_droit = d.jour_du_droit(exercice);
    let mut t = format!("{} ({}) — exercice {annee}\n", d.titre_en(annee), d.code);
    if let Some(convention) = convention {
        let _ = writeln!(t, "{}", convention.titre);
    }
    let _ = writeln!(t, "\n{}", replie("", d.resume_en(annee), LARGEUR, 0));
    let _ = writeln!(
        t,
        "\nExercice du {} au {} ; règles au {}.",
        jour(exercice.exercice.debut),
        jour(exercice.exercice.fin),
        jour(jour_du_droit)
    );
    if !d.remunere_en(annee) {
        t.push_str("Suivi seulement : rien n'est rémunéré pour cet exercice.\n");
    }
    if let Some(formule) = d.concerne.as_ref().and_then(|f| formule_au(f, jour_du_droit)) {
        let _ = writeln!(t, "{}", replie("Concerne : ", formule, LARGEUR, 4));
    }
    for saisie in &exercice.saisies {
        let date = |d: Option<Date>| d.map_or_else(|| "une date inconnue".to_owned(), jour);
        let mot = if saisie.prolongation { "Saisie prolongée" } else { "Saisie" };
        let _ = writeln!(
            t,
            "{mot} du {} au {} ({}).",
            date(saisie.ouverture),
            date(saisie.fermeture),
            saisie.confiance.mot()
        );
    }
    if let Some(limite) = exercice.versement_au_plus_tard {
        let _ = writeln!(t, "Versement au plus tard le {}.", jour(limite));
    }
    let mut groupe: Option<&str> = None;
    t.push_str("\nINDICATEURS\n");
    for (i, role) in d.indicateurs_de(annee) {
        if i.groupe.as_deref() != groupe {
            groupe = i.groupe.as_deref();
            let _ = writeln!(t, "\n{}", groupe.unwrap_or("Autres"));
        }
        let mut roles: Vec<&str> = Vec::new();
        for (vrai, mot) in [
            (!role.actif, "inactif"),
            (role.socle, "socle"),
            (role.socle_neutralise, "socle neutralisé"),
            (role.remunere, "rémunéré"),
            (role.malus, "malus"),
        ] {
            if vrai {
                roles.push(mot);
            }
        }
        if roles.is_empty() {
            roles.push("suivi");
        }
        let _ = writeln!(
            t,
            "  {} [{}] : {} ; {}",
            d.libelle_de(i, annee),
            i.code,
            roles.join(", "),
            role.provenance.confiance.mot()
        );
        if let Some(motif) = role.motif.as_ref().filter(|m| !m.is_empty()) {
            let _ = writeln!(t, "{}", replie("      motif : ", motif, LARGEUR, 10));
        }
        for (nom, formules) in i.formules() {
            if let Some(formule) = formule_au(formules, jour_du_droit) {
                let _ = writeln!(t, "{}", replie(&format!("      {nom} = "), formule, LARGEUR, 10));
            }
        }
    }
    t.push_str("\nCALCULS\n");
    for calcul in &d.calculs {
        if let Some(formule) = formule_au(&calcul.formules, jour_du_droit) {
            let _ = writeln!(t, "  {} [{}]\n{}", calcul.libelle, calcul.code, replie("      = ", formule, LARGEUR, 10));
        }
    }
    t.push_str("\nPARAMÈTRES\n");
    for parametre in &d.parametres {
        let Some(version) = parametre.au(jour_du_droit) else { continue };
        let type_ = parametre.type_de_valeur();
        let ecrite = match &version.contenu {
            convention::ContenuDeParametre::Valeur(valeur) => {
                valeur.map_or_else(|| "inconnu".to_owned(), |v| type_.ecrire(v))
            }
            convention::ContenuDeParametre::Bareme(paliers) => {
                let ecrits: Vec<String> = (0..paliers.len())
                    .map(|rang| palier(parametre, paliers, rang, version.provenance.confiance))
                    .collect();
                ecrits.join(", ")
            }
        };
        let ligne =
            format!("{} [{}] = {ecrite} ; {}", parametre.libelle, parametre.code, version.provenance.confiance.mot());
        let _ = writeln!(t, "{}", replie("  ", &ligne, LARGEUR, 6));
    }
    if !d.lectures.is_empty() {
        t.push_str("\nCE QUE LE TEXTE NE DIT PAS\n");
        for lecture in &d.lectures {
            let _ = writeln!(t, "{}", replie("  ", &format!("{} → {}", lecture.question, lecture.choix), LARGEUR, 6));
        }
    }
    t.push_str("\nLes colonnes attendues : ajoutez --entrees.\n");
    Ok(t)
}

fn en_json(d: &Dispositif, annee: i32) -> Result<Value, Echec> {
    let exercice = d.exercice(annee).map_err(|phrase| Echec::new(Code::Usage, phrase))?;
    let jour_du_droit = d.jour_du_droit(exercice);
    let indicateurs: Vec<Value> = d
        .indicateurs_de(annee)
        .iter()
        .map(|(i, role)| {
            let formules: serde_json::Map<String, Value> = i
                .formules()
                .filter_map(|(nom, f)| Some((nom.to_owned(), Value::from(formule_au(f, jour_du_droit)?))))
                .collect();
            json!({
                "code": i.code, "libelle": i.libelle, "groupe": i.groupe, "actif": role.actif, "socle": role.socle,
                "socle_neutralise": role.socle_neutralise, "remunere": role.remunere, "malus": role.malus,
                "motif": role.motif, "confiance": role.provenance.confiance.mot(), "formules": formules,
            })
        })
        .collect();
    Ok(json!({
        "code": d.code, "titre": d.titre_en(annee), "resume": d.resume_en(annee), "exercice": annee,
        "debut": exercice.exercice.debut.to_string(), "fin": exercice.exercice.fin.to_string(),
        "jour_du_droit": jour_du_droit.to_string(),
        "versement_au_plus_tard": exercice.versement_au_plus_tard.map(|d| d.to_string()),
        "indicateurs": indicateurs,
        "calculs": d.calculs.iter().filter_map(|c| {
            Some(json!({ "code": c.code, "libelle": c.libelle, "formule": formule_au(&c.formules, jour_du_droit)? }))
        }).collect::<Vec<_>>(),
    }))
}
