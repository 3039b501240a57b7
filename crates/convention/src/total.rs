//! From the roles of indicators to what is due: socles, sum, malus, total.

use crate::Defaut;
use crate::formules::Formules;
use crate::indicateurs::{Indicateur, Portee};
use crate::programme::{Constructeur, montant};
use crate::roles::{Effets, certaine};
use formule::programme::{self, Constante, Contenu, Genre, Version};
use formule::{Date, Unite};

impl Constructeur<'_> {
    /// A role read as a parameter, so that its confidence marks what it decides, and nothing else.
    fn parametre_de_role(&mut self, indicateur: &Indicateur, attribut: &str, constante: Constante) -> String {
        let code = format!("role.{}.{attribut}", indicateur.code);
        self.roles.push(programme::Parametre {
            code: code.clone(),
            genre: Genre::OuiNon,
            bareme: None,
            versions: vec![Version { depuis: Date::MIN, jusqu_a: None, contenu: Contenu::Valeur(constante) }],
        });
        format!("p.{code}")
    }

    pub(crate) fn roles_et_total(&mut self, presents: &[(&Indicateur, Effets)]) {
        let (mut socles, mut sommes, mut malus) = (Vec::new(), Vec::new(), Vec::new());
        for (i, effets) in presents {
            if let Some(c) = effets.socle.filter(|_| i.atteint.is_some()) {
                let atteint = format!("{}.atteint", i.code);
                socles.push(match certaine(c) {
                    true => atteint,
                    false => format!("({atteint} ou non {})", self.parametre_de_role(i, "socle", c)),
                });
            }
            if let Some(c) = effets.remunere.filter(|_| self.remunere && i.montant.is_some()) {
                let paye = format!("{}.montant", i.code);
                sommes.push(match certaine(c) {
                    true => paye,
                    false => format!("(si {} alors {paye} sinon 0 €)", self.parametre_de_role(i, "remunere", c)),
                });
            }
            if let Some(c) = effets.malus.filter(|_| self.remunere && i.malus.is_some()) {
                let taux = format!("{}.malus", i.code);
                malus.push(match certaine(c) {
                    true => taux,
                    false => format!("(si {} alors {taux} sinon 0 %)", self.parametre_de_role(i, "malus", c)),
                });
            }
        }
        let place = self.d.place.clone();
        if malus.len() > 1 {
            let defaut =
                Defaut::new(&place, format!("{} indicateurs ont le rôle malus en {}", malus.len(), self.annee));
            self.defauts.push(defaut.conseil("gardez-en un, ou écrivez vous-même [total] montant"));
        }
        let joindre = |termes: Vec<String>, signe: &str, vide: &str| {
            if termes.is_empty() { vide.to_owned() } else { termes.join(signe) }
        };
        let mut total = self.d.total.clone();
        if !self.remunere {
            (total.brut, total.montant) = (None, None);
        }
        self.generer("socles_valides", joindre(socles, " et ", "vrai"), Genre::OuiNon, &place);
        self.generer("somme_remuneres", joindre(sommes, " + ", "0 €"), montant(), &place);
        self.generer("taux_malus", joindre(malus, " + ", "0 %"), Genre::Nombre(Unite::aucune()), &place);
        self.du_total("eligible", total.eligible.as_ref(), "socles_valides", Genre::OuiNon);
        self.du_total("brut", total.brut.as_ref(), "somme_remuneres", montant());
        self.du_total("montant_calcule", total.montant.as_ref(), "arrondi(brut * (1 - taux_malus))", montant());
        self.generer("montant", "si eligible alors montant_calcule sinon 0 €".to_owned(), montant(), &place)
            .au_centime = true;
        self.generer("ligne_malus", "montant_calcule - brut".to_owned(), montant(), &place);
        self.sorties.montant = "montant".to_owned();
        self.sorties.eligible = "eligible".to_owned();
        self.sorties.brut = "brut".to_owned();
        self.sorties.montant_calcule = "montant_calcule".to_owned();
        self.sorties.ligne_malus = "ligne_malus".to_owned();
    }

    fn du_total(&mut self, code: &str, formules: Option<&Formules>, defaut: &str, genre: Genre) {
        let au_centime = code == "montant_calcule";
        let Some(formules) = formules else {
            let place = self.d.place.clone();
            self.generer(code, defaut.to_owned(), genre, &place).au_centime = au_centime;
            return;
        };
        match self.definition(code, formules, &Portee::default(), &format!("« {code} » du total")) {
            Ok(mut definition) => {
                definition.genre = Some(genre);
                definition.sans_objet_admis = false;
                definition.au_centime = au_centime;
                self.definitions.push(definition);
            }
            Err(manque) => self.defauts.extend(manque),
        }
    }
}
