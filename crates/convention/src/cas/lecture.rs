//! Reads `cas/*.toml`.

use super::{Attendu, BeneficiaireDeCas, Cas, EntreeDeCas, LigneDeCas};
use crate::lecture::{Bloc, Brut};
use crate::{Defaut, Lu, Surcharges};
use formule::{Confiance, Etat};
use std::collections::{BTreeMap, BTreeSet};

/// Starting situations, by name.
#[derive(Debug, Default)]
pub(crate) struct Bases(BTreeMap<String, (Lu<String>, Vec<EntreeDeCas>)>);

impl Bases {
    /// Adds those of a file; a name written twice is a defect.
    pub(crate) fn ajouter(&mut self, autres: Bases) -> Vec<Defaut> {
        let mut defauts = Vec::new();
        for (nom, base) in autres.0 {
            if let Some((deja, _)) = self.0.get(&nom) {
                let defaut =
                    Defaut::new(&base.0.place, format!("la base « {nom} » est déjà écrite dans {}", deja.place));
                defauts.push(defaut.conseil("donnez-lui un autre nom"));
            }
            self.0.insert(nom, base);
        }
        defauts
    }
}

pub(crate) fn lire(racine: &Bloc<'_>) -> (Vec<Cas>, Bases) {
    let mut bases = Bases::default();
    for (nom, bloc) in racine.blocs_nommes("bases") {
        let entrees = lire_entrees(&bloc, true);
        bloc.fin();
        bases.0.insert(nom.valeur.clone(), (nom, entrees));
    }
    let cas = racine.blocs("cas").iter().map(lire_cas).collect();
    (cas, bases)
}

/// Puts the figures of its base before those of each case, and checks what one case cannot see. `annees`: those of the
/// exercices, when they could be read.
pub(crate) fn relier(cas: &mut [Cas], bases: &Bases, annees: Option<&[i32]>) -> Vec<Defaut> {
    let mut defauts = Vec::new();
    let mut noms = BTreeSet::new();
    for un in cas {
        if !un.nom.is_empty() && !noms.insert(un.nom.clone()) {
            let defaut = Defaut::new(&un.place, format!("deux cas s'appellent « {} »", un.nom));
            defauts.push(defaut.conseil("un nom de cas dit ce qu'il a de particulier"));
        }
        if let Some(annees) = annees
            && !annees.contains(&un.exercice)
            && un.exercice != 0
        {
            let connus: Vec<String> = annees.iter().map(ToString::to_string).collect();
            let defaut =
                Defaut::new(&un.place_de_l_exercice, format!("le dispositif n'a pas d'exercice {}", un.exercice));
            defauts.push(defaut.conseil(format!("exercices connus : {}", connus.join(", "))));
        }
        let commune = un.base.clone();
        for beneficiaire in &mut un.beneficiaires {
            for nom in commune.iter().chain(&beneficiaire.base.clone()) {
                match bases.0.get(&nom.valeur) {
                    Some((_, entrees)) => {
                        let siennes = std::mem::replace(&mut beneficiaire.entrees, entrees.clone());
                        beneficiaire.entrees.extend(siennes);
                    }
                    None => {
                        let defaut = Defaut::new(&nom.place, format!("aucune base « {} »", nom.valeur));
                        defauts.push(defaut.plutot(&nom.valeur, bases.0.keys().map(String::as_str)));
                    }
                }
            }
        }
    }
    defauts
}

fn lire_cas(bloc: &Bloc<'_>) -> Cas {
    let nom = bloc.texte_requis("nom");
    if !bloc.contient("exercice") {
        bloc.manque("exercice");
    }
    let exercice = bloc.entier("exercice");
    let surcharges = bloc.bloc("parametres").map(|b| {
        let lues = Surcharges::lire(&b, Some(Confiance::Officiel), false);
        b.fin();
        lues
    });
    let plusieurs = bloc.blocs("beneficiaires");
    let beneficiaires = if plusieurs.is_empty() {
        vec![lire_beneficiaire(bloc, nom.valeur.clone())]
    } else {
        for cle in ["entrees", "details", "deja_verse", "attendu"] {
            if bloc.contient(cle) {
                let defaut = Defaut::new(
                    &bloc.place_de(cle),
                    format!("« {cle} » est à écrire dans chaque [[cas.beneficiaires]]"),
                );
                bloc.defaut(defaut.conseil("déplacez-le"));
                bloc.bloc(cle);
            }
        }
        lire_plusieurs(&plusieurs)
    };
    let cas = Cas {
        nom: nom.valeur,
        exercice: exercice.as_ref().and_then(|e| i32::try_from(e.valeur).ok()).unwrap_or(0),
        source: bloc.texte_libre("source"),
        calcul: bloc.texte_libre("calcul"),
        place: nom.place,
        surcharges: surcharges.unwrap_or_default(),
        beneficiaires,
        base: bloc.texte("base"),
        place_de_l_exercice: exercice.map_or_else(|| bloc.place(), |e| e.place),
    };
    bloc.texte_libre("note");
    bloc.fin();
    cas
}

fn lire_plusieurs(blocs: &[Bloc<'_>]) -> Vec<BeneficiaireDeCas> {
    let mut ids = BTreeSet::new();
    let mut beneficiaires = Vec::new();
    for bloc in blocs {
        let id = bloc.texte_requis("beneficiaire");
        if !id.valeur.is_empty() && !ids.insert(id.valeur.clone()) {
            bloc.defaut(Defaut::new(&id.place, format!("le bénéficiaire « {} » est écrit deux fois", id.valeur)));
        }
        let mut beneficiaire = lire_beneficiaire(bloc, id.valeur);
        beneficiaire.base = bloc.texte("base");
        bloc.fin();
        beneficiaires.push(beneficiaire);
    }
    beneficiaires
}

fn lire_beneficiaire(bloc: &Bloc<'_>, id: String) -> BeneficiaireDeCas {
    let entrees = bloc.bloc("entrees").map(|b| {
        let lues = lire_entrees(&b, false);
        b.fin();
        lues
    });
    let mut details = Vec::new();
    if let Some(b) = bloc.bloc("details") {
        for detail in b.cles() {
            let lignes = b.blocs(&detail.valeur).iter().map(|l| lire_ligne(l, &detail)).collect();
            details.push((detail, lignes));
        }
        b.fin();
    }
    let mut deja_verse = Vec::new();
    if let Some(b) = bloc.bloc("deja_verse") {
        for cle in b.cles() {
            deja_verse.extend(b.brut(&cle.valeur).map(|v| (cle, v)));
        }
        b.fin();
    }
    if !bloc.contient("attendu") {
        bloc.manque("attendu");
    }
    BeneficiaireDeCas {
        id,
        place: bloc.place(),
        base: None,
        entrees: entrees.unwrap_or_default(),
        details,
        deja_verse,
        attendu: bloc.bloc("attendu").map_or_else(Attendu::default, |b| lire_attendu(&b)),
    }
}

fn lire_entrees(bloc: &Bloc<'_>, de_base: bool) -> Vec<EntreeDeCas> {
    let lire = |code: Lu<String>| {
        let valeur = bloc.brut(&code.valeur)?;
        Some(EntreeDeCas { code, valeur, de_base })
    };
    bloc.cles().into_iter().filter_map(lire).collect()
}

fn lire_ligne(bloc: &Bloc<'_>, detail: &Lu<String>) -> LigneDeCas {
    // The key of a line is written « cle », or under the code of its detail.
    let nom = if bloc.contient("cle") || !bloc.contient(&detail.valeur) { "cle" } else { detail.valeur.as_str() };
    if !bloc.contient(nom) {
        bloc.manque("cle");
    }
    let cle = bloc.brut(nom).map(|v| Lu { valeur: v.valeur.en_texte(), place: v.place });
    let entrees = lire_entrees(bloc, false).into_iter().filter(|e| e.code.valeur != nom).collect();
    bloc.fin();
    LigneDeCas { cle: cle.unwrap_or_else(|| Lu { valeur: String::new(), place: bloc.place() }), entrees }
}

fn lire_attendu(bloc: &Bloc<'_>) -> Attendu {
    let etats: Vec<(&str, Etat)> = Etat::TOUS.iter().map(|e| (e.mot(), *e)).collect();
    let inconnus = bloc.contient("inconnus").then(|| {
        let noms = bloc.textes("inconnus").into_iter().map(|t| t.valeur).collect();
        (noms, bloc.place_de("inconnus"))
    });
    let place_de_l_etat = bloc.texte("etat").map(|t| t.place);
    let attendu = Attendu {
        montant: valeur(bloc, "montant"),
        etat: bloc.mot("etat", &etats).zip(place_de_l_etat).map(|(valeur, place)| Lu { valeur, place }),
        brut: valeur(bloc, "brut"),
        montants: valeurs(bloc, "montants"),
        atteints: valeurs(bloc, "atteints"),
        valeurs: valeurs(bloc, "valeurs"),
        affiches: valeurs(bloc, "affiches"),
        lignes: bloc.bloc("lignes").map_or_else(Vec::new, |b| {
            let lues = b.cles().into_iter().map(|cle| (cle.clone(), valeurs(&b, &cle.valeur))).collect();
            b.fin();
            lues
        }),
        versements: valeurs(bloc, "versements"),
        inconnus,
    };
    bloc.fin();
    if bloc.cles().is_empty() {
        let defaut = Defaut::new(&bloc.place(), "ce cas n'attend rien");
        bloc.defaut(defaut.conseil("ajoutez au moins montant = \"…\" ou etat = \"…\""));
    }
    attendu
}

fn valeur(bloc: &Bloc<'_>, cle: &str) -> Option<Lu<String>> {
    bloc.brut(cle).map(|v| Lu { valeur: v.valeur.en_texte(), place: v.place })
}

fn valeurs(bloc: &Bloc<'_>, cle: &str) -> Vec<(Lu<String>, Lu<String>)> {
    let Some(b) = bloc.bloc(cle) else { return Vec::new() };
    let lues = b.cles().into_iter().filter_map(|c| valeur(&b, &c.valeur).map(|v| (c, v))).collect();
    b.fin();
    lues
}

/// The words for what is absent.
pub(super) fn absence(brut: &Brut) -> Option<formule::Absence> {
    match brut {
        Brut::Texte(t) => match t.as_str() {
            "inconnu" => Some(formule::Absence::Inconnu),
            "en_attente" => Some(formule::Absence::EnAttente),
            "sans_objet" | "non_declare" => Some(formule::Absence::SansObjet),
            _ => None,
        },
        _ => None,
    }
}
