//! Definitions that exist in an exercice only if something reads them, or if they can be read.

use crate::Defaut;
use crate::entrees::Entree;
use crate::formules::Formules;
use crate::indicateurs::{Calcul, Portee};
use crate::nationaux::{National, Repartition};
use crate::programme::{Constructeur, Groupe, nom_national, nom_repartition};
use crate::valeurs::TypeValeur;
use formule::programme::Genre;

impl Constructeur<'_> {
    fn groupe(&mut self, nom: &str, formules: &[(String, &Formules)], portee: &Portee, quoi: &str) -> Groupe {
        let mut groupe = Groupe { nom: nom.to_owned(), definitions: Vec::new(), manques: Vec::new() };
        for (code, formules) in formules {
            match self.definition(code, formules, portee, quoi) {
                Ok(definition) => groupe.definitions.push(definition),
                Err(defaut) => groupe.manques.extend(defaut),
            }
        }
        groupe
    }

    pub(crate) fn calcul(&mut self, c: &Calcul) -> Groupe {
        let quoi = format!("le calcul « {} »", c.code);
        let mut groupe = self.groupe(&c.code, &[(c.code.clone(), &c.formules)], &c.portee, &quoi);
        for definition in &mut groupe.definitions {
            definition.genre = c.type_.as_ref().map(TypeValeur::genre);
            definition.niveau.clone_from(&c.niveau);
            definition.confiance = definition.confiance.max(c.confiance.confiance());
        }
        if !self.ligne_existe(&c.portee) {
            groupe
                .manques
                .push(Defaut::new(&c.place, format!("{quoi} n'a pas de ligne dans sa table en {}", self.annee)));
        }
        groupe
    }

    pub(crate) fn national(&mut self, n: &National) -> Groupe {
        let nom = nom_national(n);
        let formules: Vec<_> = n.mode.formules().into_iter().map(|(quoi, f)| (format!("{nom}.{quoi}"), f)).collect();
        self.groupe(&nom, &formules, &Portee::default(), &format!("le résultat national « {} »", n.code))
    }

    pub(crate) fn repartition(&mut self, r: &Repartition) -> Groupe {
        let nom = nom_repartition(r);
        let mut formules = vec![(format!("{nom}.enveloppe"), &r.enveloppe), (format!("{nom}.cle"), &r.cle)];
        formules.extend(r.plancher.as_ref().map(|p| (format!("{nom}.plancher"), p)));
        self.groupe(&nom, &formules, &Portee::default(), &format!("la répartition « {} »", r.code))
    }

    /// When a field is shown: typed like the rest, though no amount reads it.
    pub(crate) fn condition_d_affichage(&mut self, entree: &Entree) -> Option<Groupe> {
        let champ = entree.champ.as_ref()?;
        let formules = Formules::simple(champ.si.clone()?);
        let code = format!("champ.{}.si", entree.code);
        let quoi = format!("« si » du champ « {} »", entree.code);
        let mut groupe = self.groupe(&code, &[(code.clone(), &formules)], &champ.portee, &quoi);
        for definition in &mut groupe.definitions {
            definition.genre = Some(Genre::OuiNon);
        }
        Some(groupe)
    }
}
