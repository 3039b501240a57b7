//! Parameters, tables and national results, said in the words of the engine.

use crate::Dispositif;
use crate::nationaux::{ModeNational, National, Repartition};
use crate::parametres::{ContenuDeParametre, Parametre, TypeParametre, constante};
use crate::programme::{nom_national, nom_repartition};
use crate::provenance::ConfianceDite;
use crate::tables::Table;
use crate::valeurs::TypeValeur;
use formule::programme::{self, Contenu, LigneTable, ListeDeChoix, Palier, Version};
use formule::{Date, Unite};

pub(crate) fn national_du_programme(n: &National) -> programme::National {
    let nom = nom_national(n);
    let definition = |quoi: &str| format!("{nom}.{quoi}");
    let mode = match &n.mode {
        ModeNational::Moyenne { .. } => programme::ModeNational::Moyenne {
            numerateur: definition("numerateur"),
            denominateur: definition("denominateur"),
        },
        ModeNational::Somme(_) => programme::ModeNational::Somme(definition("valeur")),
        ModeNational::MoyenneSimple(_, decimales) => {
            programme::ModeNational::MoyenneSimple(definition("valeur"), *decimales)
        }
        ModeNational::Percentile { .. } => {
            programme::ModeNational::Percentile { de: definition("de"), rang: definition("rang") }
        }
        ModeNational::Compte(_) => programme::ModeNational::Compte(definition("condition")),
    };
    programme::National { code: n.code.clone(), mode }
}

pub(crate) fn repartition_du_programme(r: &Repartition) -> programme::Repartition {
    let nom = nom_repartition(r);
    programme::Repartition {
        code: r.code.clone(),
        enveloppe: format!("{nom}.enveloppe"),
        cle: format!("{nom}.cle"),
        plancher: r.plancher.as_ref().map(|_| format!("{nom}.plancher")),
        reste_reparti: r.reste_reparti,
    }
}

pub(crate) fn parametre_du_programme(p: &Parametre) -> programme::Parametre {
    let bareme = match &p.type_ {
        TypeParametre::Valeur(_) => None,
        TypeParametre::Bareme { mode, entree, .. } => Some((*mode, unite_de(entree))),
    };
    let versions = p.versions.iter().map(|v| Version {
        depuis: v.depuis,
        jusqu_a: v.jusqu_a,
        contenu: match &v.contenu {
            ContenuDeParametre::Valeur(valeur) => Contenu::Valeur(constante(*valeur, v.provenance.confiance)),
            ContenuDeParametre::Bareme(paliers) => Contenu::Bareme(
                paliers
                    .iter()
                    .map(|p| Palier { jusqu_a: p.jusqu_a, valeur: constante(p.valeur, p.confiance) })
                    .collect(),
            ),
        },
    });
    programme::Parametre {
        code: p.code.clone(),
        genre: p.type_de_valeur().genre(),
        bareme,
        versions: versions.collect(),
    }
}

/// What people read for the codes that no input offers: those of parameters, of calculs and of the rows of a table.
pub(crate) fn choix_du_programme(d: &Dispositif, jour: Date) -> Vec<ListeDeChoix> {
    let declares = d.parametres.iter().map(|p| &p.choix).chain(d.calculs.iter().map(|c| &c.choix));
    let mut listes: Vec<ListeDeChoix> = declares
        .filter(|choix| !choix.is_empty())
        .map(|choix| ListeDeChoix {
            codes: choix.iter().map(|c| c.code.clone()).collect(),
            libelles: choix.iter().map(|c| c.libelle.clone()).collect(),
        })
        .collect();
    for table in &d.tables {
        let nom = |code: &String| table.libelle_de_ligne(code, jour).unwrap_or(code).to_owned();
        let codes = table.codes();
        if !codes.is_empty() {
            listes.push(ListeDeChoix { codes: codes.to_vec(), libelles: codes.iter().map(nom).collect() });
        }
    }
    listes
}

fn unite_de(type_: &TypeValeur) -> Unite {
    match type_ {
        TypeValeur::Nombre(u) | TypeValeur::Montant(u) => u.clone(),
        _ => Unite::aucune(),
    }
}

pub(crate) fn table_du_programme(t: &Table) -> programme::Table {
    let ligne = |l: &crate::LigneDeTable| LigneTable {
        cles: l.cles.iter().map(|c| c.plage).collect(),
        depuis: l.depuis,
        jusqu_a: l.jusqu_a,
        valeurs: l.valeurs.iter().map(|(v, dite): &(_, ConfianceDite)| constante(*v, *dite)).collect(),
    };
    programme::Table {
        code: t.code.clone(),
        cles: t.cles.iter().map(|c| (c.code.clone(), c.type_.genre())).collect(),
        colonnes: t.colonnes.iter().map(|c| (c.code.clone(), c.type_.genre())).collect(),
        lignes: t.lignes.iter().map(ligne).collect(),
    }
}
