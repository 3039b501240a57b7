//! What was expected against what came out.

use super::BeneficiaireDeCas;
use crate::valeurs::{euros, nombre, oui_non, taux};
use crate::{Compile, Defaut, Lu, Place, SortieIndicateur, ecriture, valeurs_ecrites};
use formule::plan::Typ;
use formule::{Contenu, Etat, Fraction, Ligne, Marques, NoeudId, Trace, Unite, Valeur};

pub(super) struct Comparaison<'a> {
    compile: &'a Compile,
    trace: &'a Trace<'a>,
    ligne: &'a Ligne,
    /// Begins every message when the case has several beneficiaries.
    nom: String,
    pub(super) ecarts: Vec<Defaut>,
}

/// The words for what is absent.
const ABSENCES: [(&str, Marques); 3] =
    [("inconnu", Marques::INCONNU), ("en_attente", Marques::EN_ATTENTE), ("sans_objet", Marques::SANS_OBJET)];

impl<'a> Comparaison<'a> {
    pub(super) fn new(compile: &'a Compile, trace: &'a Trace<'a>, ligne: &'a Ligne, nom: String) -> Self {
        Self { compile, trace, ligne, nom, ecarts: Vec::new() }
    }

    pub(super) fn comparer(&mut self, b: &BeneficiaireDeCas) {
        let attendu = &b.attendu;
        let sorties = &self.compile.sorties;
        if !sorties.remuneration {
            self.rien_de_paye(attendu);
        }
        if let Some(montant) = attendu.montant.as_ref().filter(|_| sorties.remuneration) {
            self.definition("montant", &sorties.montant, montant);
        }
        if let Some(brut) = attendu.brut.as_ref().filter(|_| sorties.remuneration) {
            self.definition("brut", &sorties.brut, brut);
        }
        if let Some(etat) = &attendu.etat {
            self.etat(etat);
        }
        for (code, valeur) in &attendu.montants {
            self.de_l_indicateur(code, valeur, "montant", |i| i.montant.as_ref());
        }
        for (code, valeur) in &attendu.atteints {
            self.atteint(code, valeur);
        }
        for (code, valeur) in &attendu.valeurs {
            self.valeur_de(code, valeur);
        }
        for (code, ecrit) in &attendu.affiches {
            self.affiche(code, ecrit);
        }
        for (code, valeur) in attendu.versements.iter().filter(|_| sorties.remuneration) {
            match sorties.versements.iter().find(|(v, _)| *v == code.valeur) {
                Some((_, definition)) => self.definition(&format!("versement « {} »", code.valeur), definition, valeur),
                None => self.inconnu(code, "versement", sorties.versements.iter().map(|(v, _)| v.as_str())),
            }
        }
        for (code, lignes) in &attendu.lignes {
            self.lignes(b, code, lignes);
        }
        if let Some((noms, place)) = &attendu.inconnus {
            self.inconnus(noms, place);
        }
    }

    /// An exercice that pays nothing has no amount to expect, not even 0 €.
    fn rien_de_paye(&mut self, attendu: &super::Attendu) {
        let montants = [&attendu.montant, &attendu.brut].into_iter().flatten().map(|lu| &lu.place);
        let versements = attendu.versements.iter().map(|(code, _)| &code.place);
        let places: Vec<Place> = montants.chain(versements).cloned().collect();
        for place in places {
            let conseil = "attendez « atteints », « valeurs » ou etat = \"suivi\"";
            self.ecart(
                &place,
                &format!("l'exercice {} n'est pas rémunéré", self.compile.exercice),
                Some(conseil.to_owned()),
            );
        }
    }

    fn ecart(&mut self, place: &Place, message: &str, conseil: Option<String>) {
        let defaut = Defaut::new(place, format!("{}{message}", self.nom));
        self.ecarts.push(match conseil {
            Some(conseil) => defaut.conseil(conseil),
            None => defaut,
        });
    }

    fn inconnu<'c>(&mut self, code: &Lu<String>, quoi: &str, connus: impl Iterator<Item = &'c str>) {
        let conseil = crate::defaut::voisin(&code.valeur, connus);
        let message = format!("aucun {quoi} « {} » en {}", code.valeur, self.compile.exercice);
        self.ecart(&code.place, &message, conseil);
    }

    /// Compares a definition of the unit with what is written.
    fn definition(&mut self, quoi: &str, definition: &str, attendu: &Lu<String>) {
        let Some(noeud) = self.compile.noeud(definition) else {
            self.ecart(&attendu.place, &format!("{quoi} n'existe pas dans cet exercice"), None);
            return;
        };
        if self.compile.plan.noeud(noeud).niveau.is_some() {
            self.ecart(
                &attendu.place,
                &format!("{quoi} se calcule ligne à ligne"),
                Some("attendez-le dans « lignes »".to_owned()),
            );
            return;
        }
        self.noeud(quoi, noeud, 0, attendu);
    }

    fn noeud(&mut self, quoi: &str, noeud: NoeudId, ligne: usize, attendu: &Lu<String>) {
        let valeur = self.trace.valeur_de_ligne(noeud, ligne);
        let typ = self.compile.plan.noeud(noeud).typ.clone();
        match self.identique(&attendu.valeur, valeur, &typ) {
            Some(true) => {}
            Some(false) => {
                let obtenu = ecrire(valeur, &typ);
                let message = format!("{quoi} : attendu {}, obtenu {obtenu}", attendu.valeur);
                let manquants = self.compile.noms_marques(self.trace, noeud, Marques::INCONNU);
                let attentes = self.compile.noms_marques(self.trace, noeud, Marques::EN_ATTENTE);
                let conseil = match (valeur.marques.connu(), manquants.is_empty()) {
                    (true, _) => None,
                    (false, false) => Some(format!("inconnus : {}", manquants.join(", "))),
                    (false, true) => Some(format!("en attente de : {}", attentes.join(", "))),
                };
                self.ecart(&attendu.place, &message, conseil);
            }
            None => {
                let message = format!("{quoi} : « {} » ne se compare pas à {}", attendu.valeur, ecrire(valeur, &typ));
                let conseil = "écrivez un montant \"1,00 €\", un taux \"5 %\" ou \"1/20\", un nombre, une date, un choix, ou une absence";
                self.ecart(&attendu.place, &message, Some(conseil.to_owned()));
            }
        }
    }

    /// Is the text the value? `None` when it cannot be one of its kind.
    fn identique(&self, texte: &str, valeur: Valeur, typ: &Typ) -> Option<bool> {
        if let Some((_, absence)) = ABSENCES.iter().find(|(mot, _)| *mot == texte) {
            return Some(premiere_absence(valeur.marques) == Some(*absence));
        }
        let connu = valeur.marques.connu();
        let egal = match (valeur.contenu, typ) {
            (Contenu::Nombre(f), Typ::Nombre(unite)) => f == figure(texte, unite)?,
            (Contenu::OuiNon(b), _) => b == oui_non(texte)?,
            (Contenu::Date(d), _) => d == texte.parse().ok()?,
            (Contenu::Choix(rang), Typ::Choix(codes)) => codes.get(rang as usize)? == texte,
            _ => return None,
        };
        Some(connu && egal)
    }

    fn etat(&mut self, attendu: &Lu<Etat>) {
        let sorties = &self.compile.sorties;
        let (Some(montant), Some(eligible)) =
            (self.compile.noeud(&sorties.montant), self.compile.noeud(&sorties.eligible))
        else {
            return;
        };
        let eligible = self.trace.valeur(eligible);
        let eligible = match eligible.contenu {
            Contenu::OuiNon(b) if eligible.marques.connu() => Some(b),
            _ => None,
        };
        let obtenu = self.compile.etat(self.trace.marques(montant), eligible);
        if obtenu != attendu.valeur {
            let marques = [Marques::INCONNU, Marques::EN_ATTENTE, Marques::HYPOTHESE, Marques::FICTIF];
            let noms: Vec<String> =
                marques.into_iter().flat_map(|m| self.compile.noms_marques(self.trace, montant, m)).collect();
            let conseil = (!noms.is_empty()).then(|| format!("à cause de : {}", noms.join(", ")));
            self.ecart(&attendu.place, &format!("etat : attendu {}, obtenu {obtenu}", attendu.valeur), conseil);
        }
    }

    fn indicateur(&mut self, code: &Lu<String>) -> Option<&'a SortieIndicateur> {
        let indicateurs = &self.compile.sorties.indicateurs;
        let trouve = indicateurs.iter().find(|i| i.code == code.valeur);
        if trouve.is_none() {
            self.inconnu(code, "indicateur", indicateurs.iter().map(|i| i.code.as_str()));
        }
        trouve
    }

    fn de_l_indicateur(
        &mut self,
        code: &Lu<String>,
        attendu: &Lu<String>,
        quoi: &str,
        definition: impl Fn(&SortieIndicateur) -> Option<&String>,
    ) {
        let Some(indicateur) = self.indicateur(code) else { return };
        match definition(indicateur) {
            Some(d) => self.definition(&format!("{quoi} de « {} »", code.valeur), d, attendu),
            None => self.ecart(&code.place, &format!("l'indicateur « {} » n'a pas de {quoi}", code.valeur), None),
        }
    }

    fn atteint(&mut self, code: &Lu<String>, attendu: &Lu<String>) {
        const MOTS: [&str; 5] = ["atteint", "non_atteint", "sans_objet", "inconnu", "en_attente"];
        if !MOTS.contains(&attendu.valeur.as_str()) {
            let conseil = crate::defaut::voisin(&attendu.valeur, MOTS);
            self.ecart(&attendu.place, &format!("« {} » ne se dit pas d'un indicateur", attendu.valeur), conseil);
            return;
        }
        let Some(indicateur) = self.indicateur(code) else { return };
        let Some(obtenu) = atteinte(self.compile, self.trace, indicateur) else {
            self.ecart(&code.place, &format!("l'indicateur « {} » n'a pas de formule « atteint »", code.valeur), None);
            return;
        };
        if obtenu != attendu.valeur {
            self.ecart(
                &attendu.place,
                &format!("« {} » : attendu {}, obtenu {obtenu}", code.valeur, attendu.valeur),
                None,
            );
        }
    }

    /// A calcul, the value of an indicator under its bare code, or any definition.
    fn valeur_de(&mut self, code: &Lu<String>, attendu: &Lu<String>) {
        if let Some(valeur) = self.nationale(&code.valeur) {
            let (valeur, typ) = valeur;
            if self.identique(&attendu.valeur, valeur, &typ) != Some(true) {
                let message =
                    format!("« {} » : attendu {}, obtenu {}", code.valeur, attendu.valeur, ecrire(valeur, &typ));
                self.ecart(&attendu.place, &message, None);
            }
            return;
        }
        let de_l_indicateur = format!("{}.valeur", code.valeur);
        let quoi = format!("« {} »", code.valeur);
        if self.compile.noeud(&code.valeur).is_some() {
            self.definition(&quoi, &code.valeur, attendu);
        } else if self.compile.noeud(&de_l_indicateur).is_some() {
            self.definition(&quoi, &de_l_indicateur, attendu);
        } else {
            self.inconnu(code, "calcul", self.compile.sorties.calculs.iter().map(String::as_str));
        }
    }

    /// How the follow-up writes a value: that of an indicator with its decimals, or any definition.
    fn affiche(&mut self, code: &Lu<String>, attendu: &Lu<String>) {
        let sortie = self.compile.sorties.indicateurs.iter().find(|i| i.code == code.valeur);
        let definition = sortie.and_then(|s| s.valeur.as_deref()).unwrap_or(&code.valeur);
        let Some(noeud) = self.compile.noeud(definition) else {
            self.inconnu(code, "calcul", self.compile.sorties.calculs.iter().map(String::as_str));
            return;
        };
        let affichage = sortie.map(|s| s.affichage);
        let ecrit = valeurs_ecrites::affichee(self.trace, noeud, 0, affichage);
        // Whoever writes a case does not type no-break spaces.
        if ecrit.replace('\u{a0}', " ") != attendu.valeur.replace('\u{a0}', " ") {
            let message = format!("« {} » : attendu à l'écran « {} », obtenu « {ecrit} »", code.valeur, attendu.valeur);
            self.ecart(&attendu.place, &message, None);
        }
    }

    /// A national result, whose unit is that of the figure written.
    fn nationale(&self, code: &str) -> Option<(Valeur, Typ)> {
        let rang = self.rang_national(code.strip_prefix("national.")?)?;
        let lue = self.ligne.nationaux.get(rang).copied().flatten()?;
        let noeud = (0..self.compile.plan.nombre_de_noeuds())
            .map(|n| self.compile.plan.noeud(NoeudId(n as u32)))
            .find(|n| n.op == formule::plan::Op::National(rang as u32));
        let typ = noeud.map_or(Typ::Nombre(Unite::aucune()), |n| n.typ.clone());
        Some((Valeur { contenu: Contenu::Nombre(lue.valeur), marques: lue.marques }, typ))
    }

    fn rang_national(&self, code: &str) -> Option<usize> {
        self.compile.programme().nationaux.iter().position(|n| n.code == code)
    }

    fn lignes(&mut self, b: &BeneficiaireDeCas, code: &Lu<String>, attendues: &[(Lu<String>, Lu<String>)]) {
        let indicateurs = &self.compile.sorties.indicateurs;
        let par_indicateur = indicateurs.iter().find(|i| i.code == code.valeur).and_then(|i| i.ligne.as_ref());
        let du_detail: Vec<_> =
            indicateurs.iter().filter_map(|i| i.ligne.as_ref()).filter(|(detail, _)| *detail == code.valeur).collect();
        let (detail, definition) = match (par_indicateur, du_detail.as_slice()) {
            (Some((detail, definition)), _) => (detail, definition),
            (None, [(detail, definition)]) => (detail, definition),
            (None, []) => {
                let noms = indicateurs.iter().filter_map(|i| i.ligne.as_ref()).map(|(d, _)| d.as_str());
                self.inconnu(code, "détail payé ligne à ligne", noms);
                return;
            }
            _ => {
                let message = format!("plusieurs indicateurs paient les lignes de « {} »", code.valeur);
                self.ecart(&code.place, &message, Some("écrivez le code de l'indicateur".to_owned()));
                return;
            }
        };
        let Some(noeud) = self.compile.noeud(definition) else { return };
        let donnees: Vec<&str> = b
            .details
            .iter()
            .filter(|(nom, _)| nom.valeur == *detail)
            .flat_map(|(_, lignes)| lignes.iter().map(|l| l.cle.valeur.as_str()))
            .collect();
        for (cle, attendu) in attendues {
            match donnees.iter().position(|d| *d == cle.valeur) {
                Some(rang) => self.noeud(&format!("ligne « {} »", cle.valeur), noeud, rang, attendu),
                None => self.ecart(&cle.place, &format!("le cas n'a pas de ligne « {} »", cle.valeur), None),
            }
        }
    }

    fn inconnus(&mut self, attendus: &[String], place: &Place) {
        let Some(montant) = self.compile.noeud(&self.compile.sorties.montant) else { return };
        let ranger = |noms: Vec<String>| {
            let mut noms: Vec<String> = noms.into_iter().map(|n| n.replace(", ", ",")).collect();
            noms.sort();
            noms
        };
        let (obtenus, voulus) =
            (ranger(self.compile.noms_marques(self.trace, montant, Marques::INCONNU)), ranger(attendus.to_vec()));
        if obtenus != voulus {
            let message = format!("inconnus : attendu [{}], obtenu [{}]", voulus.join(", "), obtenus.join(", "));
            self.ecart(place, &message, None);
        }
    }
}

/// What is said of an indicator: `atteint`, `non_atteint`, `sans_objet`, `inconnu`, `en_attente`.
pub(crate) fn atteinte(compile: &Compile, trace: &Trace<'_>, indicateur: &SortieIndicateur) -> Option<&'static str> {
    let lire = |definition: &Option<String>| {
        let noeud = compile.noeud(definition.as_ref()?)?;
        Some(trace.valeur(noeud))
    };
    if let Some(Valeur { contenu: Contenu::OuiNon(true), marques }) = lire(&indicateur.sans_objet)
        && marques.connu()
    {
        return Some("sans_objet");
    }
    let atteint = lire(&indicateur.atteint)?;
    let absence = premiere_absence(atteint.marques);
    let mot = absence.and_then(|a| ABSENCES.iter().find(|(_, m)| *m == a)).map(|(mot, _)| *mot);
    Some(mot.unwrap_or(if atteint.contenu == Contenu::OuiNon(true) { "atteint" } else { "non_atteint" }))
}

fn premiere_absence(marques: Marques) -> Option<Marques> {
    ABSENCES.iter().map(|(_, m)| *m).find(|m| marques.contient(*m))
}

/// The figure that a text writes for a unit, as nodes hold it: cents for amounts.
fn figure(texte: &str, unite: &Unite) -> Option<Fraction> {
    if unite.en_euros() {
        return euros(texte, unite)?.fois(Fraction::entier(100));
    }
    let nom = unite.to_string();
    let sans_unite = texte.strip_suffix(nom.as_str()).filter(|_| !nom.is_empty()).unwrap_or(texte).trim_end();
    taux(sans_unite).or_else(|| nombre(sans_unite))
}

fn ecrire(valeur: Valeur, typ: &Typ) -> String {
    if let Some(absence) = premiere_absence(valeur.marques) {
        return ABSENCES.iter().find(|(_, m)| *m == absence).map_or_else(String::new, |(mot, _)| (*mot).to_owned());
    }
    match (valeur.contenu, typ) {
        (Contenu::Nombre(f), Typ::Nombre(unite)) if unite.en_euros() => match f.en_entier() {
            Some(cents) => ecriture::montant(cents),
            None => format!("{f} centimes"),
        },
        (Contenu::Nombre(f), Typ::Nombre(unite)) if unite.est_aucune() => format!("{} ({f})", ecriture::taux(f)),
        (Contenu::Nombre(f), Typ::Nombre(unite)) => format!("{} {unite}", ecriture::nombre(f)),
        (Contenu::OuiNon(b), _) => (if b { "oui" } else { "non" }).to_owned(),
        (Contenu::Date(d), _) => d.to_string(),
        (Contenu::Choix(rang), Typ::Choix(codes)) => codes.get(rang as usize).cloned().unwrap_or_default(),
        (autre, _) => format!("{autre:?}"),
    }
}
