//! Runs an example both ways, and compares with what the document says.

use super::document::Exemple;
use super::montage::{Monte, monter};
use super::valeurs;
use formule::plan::Typ;
use formule::programme::{Genre, Scalaire};
use formule::syntaxe::{Expr, Nature};
use formule::{
    Absence, Contenu, Etat, Execution, Fraction, Marques, NoeudId, Plan, Unite, etapes_nationales, evaluer, formater,
    lire, manque, nombres_nus,
};
use std::collections::BTreeSet;

/// A value with everything that an example may say of it.
struct Obtenue {
    typ: Typ,
    contenu: Contenu,
    marques: Marques,
    noms: Vec<String>,
    etat: Option<Etat>,
}

/// The functions that a right example shows, or what is wrong with it.
pub(crate) fn confronter(exemple: &Exemple) -> Result<BTreeSet<String>, String> {
    let mut monte = monter(&exemple.declarations, &exemple.formule)?;
    let refus = exemple.dits.first().and_then(|d| d.strip_prefix("refusé :")).map(|d| sans_insecable(d.trim()));
    let plan = match (formule::compiler(&monte.programme), &refus) {
        (Ok(plan), _) => plan,
        (Err(defauts), attendu) => {
            let obtenu: Vec<String> = (defauts.iter())
                .map(|d| match &d.conseil {
                    Some(conseil) => sans_insecable(&format!("{} ({conseil})", d.message)),
                    None => sans_insecable(&d.message),
                })
                .collect();
            let obtenu = obtenu.join(" / ");
            return match attendu {
                Some(attendu) if est_dit(attendu, &obtenu) => Ok(BTreeSet::new()),
                Some(_) => Err(format!("refusée, mais ainsi : {obtenu}")),
                None => Err(format!("refusée : {obtenu}")),
            };
        }
    };
    let executees = executer(&plan, &mut monte);
    let obtenues = match (executees, &refus) {
        (Err(erreur), Some(attendu)) if est_dit(attendu, &sans_insecable(&erreur)) => return Ok(BTreeSet::new()),
        (Err(erreur), _) => return Err(format!("refusée à la lecture des chiffres : {erreur}")),
        (Ok(_), Some(_)) => return Err("n'est pas refusée".to_owned()),
        (Ok(obtenues), None) => obtenues,
    };
    for dit in &exemple.dits {
        comparer(&plan, &monte, &obtenues, dit)?;
    }
    fonctions(&monte)
}

/// A message quoted whole, or up to « … ».
fn est_dit(attendu: &str, obtenu: &str) -> bool {
    attendu == obtenu || attendu.strip_suffix('…').is_some_and(|debut| obtenu.starts_with(debut.trim_end()))
}

/// The value for each beneficiary, by `evaluer` and by columns, which must agree.
fn executer(plan: &Plan, monte: &mut Monte) -> Result<Vec<Obtenue>, String> {
    etapes_nationales(plan, &mut monte.jeu, &monte.beneficiaires).map_err(|e| e.to_string())?;
    let noeud = plan.definition(&monte.code).ok_or("aucune définition")?;
    if plan.noeud(noeud).niveau.is_some() {
        return Err("cette formule se calcule ligne à ligne : lisez-la par une somme".to_owned());
    }
    let eligible = plan.definition("eligible").ok_or("aucune éligibilité")?;
    let est_un_montant = plan.noeud(noeud).typ == Typ::Nombre(Unite::euro());
    let execution = match est_un_montant {
        true => Execution::avec_etat(plan, &[noeud], noeud, eligible),
        false => Execution::new(plan, &[noeud]),
    };
    let colonnes = execution.executer(&monte.jeu).map_err(|e| e.to_string())?;
    let mut obtenues = Vec::new();
    for rang in 0..monte.jeu.lignes {
        let trace = evaluer(plan, &monte.jeu.ligne(rang)).map_err(|e| e.to_string())?;
        let valeur = trace.valeur(noeud);
        let (colonne, marques) = (&colonnes.colonnes[0], valeur.marques);
        let meme = match (colonne.fraction(rang), entier_de(valeur.contenu)) {
            (None, _) => !marques.connu(),
            (Some(f), g) => marques.connu() && f == g,
        };
        if !meme || colonne.marques(rang) != marques {
            return Err(format!("une personne et les colonnes se contredisent : {valeur:?} et {colonne:?}"));
        }
        let etat = est_un_montant.then(|| {
            let v = trace.valeur(eligible);
            Etat::de(marques, v.marques.connu().then_some(v.contenu == Contenu::OuiNon(true)))
        });
        if colonnes.etat(rang) != etat {
            return Err(format!("l'état d'une personne est {etat:?}, par colonnes {:?}", colonnes.etat(rang)));
        }
        let noms = match marques {
            m if m.contient(Marques::INCONNU) => trace.inconnus(noeud),
            m if m.contient(Marques::EN_ATTENTE) => trace.attendus(noeud),
            _ => Vec::new(),
        };
        let typ = plan.noeud(noeud).typ.clone();
        obtenues.push(Obtenue { typ, contenu: valeur.contenu, marques, noms, etat });
    }
    Ok(obtenues)
}

fn entier_de(contenu: Contenu) -> Fraction {
    match contenu {
        Contenu::Nombre(f) => f,
        Contenu::OuiNon(b) => Fraction::entier(i128::from(b)),
        Contenu::Date(jour) => Fraction::entier(i128::from(jour.0)),
        Contenu::Choix(rang) => Fraction::entier(i128::from(rang)),
    }
}

fn comparer(plan: &Plan, monte: &Monte, obtenues: &[Obtenue], dit: &str) -> Result<(), String> {
    if let Some(fallait) = dit.strip_prefix("il fallait ") {
        return comparer_le_manque(plan, monte, fallait);
    }
    if dit == "rien n'est indiqué" {
        return match manque(plan, &monte.jeu.ligne(0), noeud(plan, monte)?) {
            None => Ok(()),
            Some(m) => Err(format!("il fallait {} = {}", plan.entrees()[m.entree as usize].code, m.necessaire)),
        };
    }
    if obtenues.len() == 1 {
        return comparer_la_valeur(&obtenues[0], dit);
    }
    let dits: Vec<&str> = dit.split(" ; ").collect();
    if dits.len() != obtenues.len() {
        return Err(format!("{} bénéficiaires, et {} valeurs", obtenues.len(), dits.len()));
    }
    for ((nom, obtenue), dit) in monte.beneficiaires.iter().zip(obtenues).zip(dits) {
        let valeur = dit.strip_prefix(&format!("{nom} : ")).ok_or_else(|| format!("« {nom} : … » était attendu"))?;
        comparer_la_valeur(obtenue, valeur).map_err(|e| format!("{nom} {e}"))?;
    }
    Ok(())
}

fn noeud(plan: &Plan, monte: &Monte) -> Result<NoeudId, String> {
    plan.definition(&monte.code).ok_or_else(|| "aucune définition".to_owned())
}

/// `nb_fse = 9 500 FSE`.
fn comparer_le_manque(plan: &Plan, monte: &Monte, dit: &str) -> Result<(), String> {
    let (code, valeur) = dit.split_once(" = ").ok_or("« il fallait entrée = valeur »")?;
    let Some(m) = manque(plan, &monte.jeu.ligne(0), noeud(plan, monte)?) else {
        return Err("rien n'est indiqué de ce qui manquait".to_owned());
    };
    let entree = &plan.entrees()[m.entree as usize];
    let attendue = valeurs::lire(valeur)?.valeur.map_err(|_| "une valeur connue")?;
    if entree.code == code && m.necessaire == valeurs::tenue(attendue, entree.echelle)? {
        return Ok(());
    }
    Err(format!("il fallait {} = {} (tenu)", entree.code, m.necessaire))
}

fn comparer_la_valeur(obtenue: &Obtenue, dit: &str) -> Result<(), String> {
    let (mut marques, mut noms, mut etat) = (Marques::AUCUNE, None, None);
    let mut morceaux = dit.split(", ");
    let mut valeur = morceaux.next().unwrap_or_default();
    for mention in morceaux {
        match mention {
            "hypothese" => marques = marques.avec(Marques::HYPOTHESE),
            "fictif" => marques = marques.avec(Marques::FICTIF),
            _ => match mention.strip_prefix("état ") {
                Some(mot) => etat = Some(mot),
                None => return Err(format!("« {mention} » n'est pas une mention")),
            },
        }
    }
    if let Some((absence, nommes)) = valeur.split_once(" : ") {
        valeur = absence;
        noms = Some(nommes.split(" et ").map(str::to_owned).collect::<Vec<String>>());
    }
    let ecrite = valeurs::lire(valeur)?;
    let meme = match (&ecrite.valeur, obtenue.contenu, &obtenue.typ) {
        (Err(absence), ..) => {
            marques = marques.avec(absence.marques());
            // A value that is absent keeps the marks of what it rests on; the document only says the absence.
            obtenue.marques.0 & Marques::ABSENCES == marques.0 & Marques::ABSENCES
        }
        (Ok(_), Contenu::Choix(rang), Typ::Choix(codes)) => ecrite.choix.as_ref() == codes.get(rang as usize),
        (Ok(Scalaire::OuiNon(a)), Contenu::OuiNon(b), _) => *a == b,
        (Ok(Scalaire::Date(a)), Contenu::Date(b), _) => *a == b,
        (Ok(Scalaire::Nombre(a)), Contenu::Nombre(b), Typ::Nombre(unite)) => {
            ecrite.type_.as_ref().is_some_and(|t| t.genre == Genre::Nombre(unite.clone()))
                && a.fois(echelle(unite)) == Some(b)
        }
        _ => false,
    };
    let connu = obtenue.marques.connu();
    if !meme || (connu && obtenue.marques != marques) || (ecrite.valeur.is_ok() && !connu) {
        return Err(format!("vaut {}", ecrire(obtenue)));
    }
    if noms.is_some_and(|n| n != obtenue.noms) || etat.is_some_and(|e| obtenue.etat.is_none_or(|o| o.mot() != e)) {
        return Err(format!("vaut {}, état {:?}", ecrire(obtenue), obtenue.etat));
    }
    Ok(())
}

/// How many times what is held is the value: 100 for each euro.
fn echelle(unite: &Unite) -> Fraction {
    let cent = Fraction::entier(100);
    let mut f = Fraction::UN;
    for _ in 0..unite.puissance_euro().unsigned_abs() {
        f = if unite.puissance_euro() > 0 { f.fois(cent) } else { f.sur(cent) }.unwrap_or(f);
    }
    f
}

fn ecrire(obtenue: &Obtenue) -> String {
    let mut texte = match (obtenue.contenu, &obtenue.typ) {
        _ if !obtenue.marques.connu() => {
            let absences =
                [(Absence::Inconnu, "inconnu"), (Absence::EnAttente, "en attente"), (Absence::SansObjet, "sans objet")];
            let mots: Vec<&str> =
                absences.iter().filter(|(a, _)| obtenue.marques.contient(a.marques())).map(|(_, m)| *m).collect();
            format!("{} : {}", mots.join("+"), obtenue.noms.join(" et "))
        }
        (Contenu::Choix(rang), Typ::Choix(codes)) => format!("\"{}\"", codes[rang as usize]),
        (Contenu::OuiNon(b), _) => (if b { "vrai" } else { "faux" }).to_owned(),
        (Contenu::Date(jour), _) => jour.to_string(),
        (Contenu::Nombre(f), Typ::Nombre(unite)) => {
            format!("{} {unite}", f.sur(echelle(unite)).unwrap_or(f)).trim_end().to_owned()
        }
        (autre, _) => format!("{autre:?}"),
    };
    for (marque, mot) in [(Marques::HYPOTHESE, ", hypothese"), (Marques::FICTIF, ", fictif")] {
        if obtenue.marques.connu() && obtenue.marques.contient(marque) {
            texte.push_str(mot);
        }
    }
    texte
}

/// The functions that the formulas call; each formula stands as the formatter writes it, and without bare number.
fn fonctions(monte: &Monte) -> Result<BTreeSet<String>, String> {
    let mut noms = BTreeSet::new();
    for definition in &monte.programme.definitions {
        let texte = &definition.formule;
        let expr = lire(texte).map_err(|d| d.to_string())?;
        let ecrit = formater(texte).map_err(|d| d.to_string())?;
        if ecrit != *texte {
            return Err(format!("« {texte} » s'écrit « {ecrit} »"));
        }
        if let Some(place) = nombres_nus(&expr).into_iter().next() {
            return Err(format!("« {} » est un nombre nu", &texte[place]));
        }
        appels(&expr, &mut noms);
    }
    Ok(noms)
}

fn appels(expr: &Expr, noms: &mut BTreeSet<String>) {
    if let Nature::Appel(nom, _) = &expr.nature {
        noms.insert(nom.clone());
    }
    expr.enfants().into_iter().for_each(|e| appels(e, noms));
}

fn sans_insecable(texte: &str) -> String {
    texte.replace('\u{a0}', " ")
}
