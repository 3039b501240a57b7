//! Small programmes, written in a few words.

use formule::programme::{
    Arrondi, Constante, Contenu, Definition, Entree, Genre, ModeBareme, Palier, Parametre, Programme, Scalaire, Version,
};
use formule::{Cellule, Confiance, Contenu as Valeur, Date, Fraction, Ligne, Marques, Plan, Trace, Unite, evaluer};

pub(crate) fn compte(code: &str, unite: &str, min: i64, max: i64) -> Entree {
    Entree {
        code: code.into(),
        libelle: code.into(),
        genre: Genre::Nombre(Unite::lire(unite).unwrap()),
        min,
        max,
        echelle: 1,
        facultative: false,
        non_declare: None,
        au_plus: None,
        libelles: Vec::new(),
        declaree: false,
    }
}

pub(crate) fn oui_non(code: &str) -> Entree {
    Entree { genre: Genre::OuiNon, ..compte(code, "", 0, 1) }
}

pub(crate) fn fraction(texte: &str) -> Fraction {
    let (n, d) = texte.split_once('/').unwrap_or((texte, "1"));
    Fraction::new(n.parse().unwrap(), d.parse().unwrap()).unwrap()
}

pub(crate) fn connu(texte: &str) -> Constante {
    Constante { valeur: Some(Scalaire::Nombre(fraction(texte))), confiance: Confiance::Officiel }
}

pub(crate) fn hypothese(texte: &str) -> Constante {
    Constante { confiance: Confiance::Hypothese, ..connu(texte) }
}

pub(crate) fn parametre(code: &str, unite: &str, valeur: Constante) -> Parametre {
    let version = Version { depuis: Date::MIN, jusqu_a: None, contenu: Contenu::Valeur(valeur) };
    Parametre {
        code: code.into(),
        genre: Genre::Nombre(Unite::lire(unite).unwrap()),
        bareme: None,
        versions: vec![version],
    }
}

pub(crate) fn bareme(
    code: &str,
    mode: ModeBareme,
    entree: &str,
    sortie: &str,
    paliers: Vec<(Option<(&str, bool)>, Constante)>,
) -> Parametre {
    let paliers = paliers
        .into_iter()
        .map(|(borne, valeur)| Palier { jusqu_a: borne.map(|(b, inclus)| (fraction(b), inclus)), valeur })
        .collect();
    let version = Version { depuis: Date::MIN, jusqu_a: None, contenu: Contenu::Bareme(paliers) };
    Parametre {
        code: code.into(),
        genre: Genre::Nombre(Unite::lire(sortie).unwrap()),
        bareme: Some((mode, Unite::lire(entree).unwrap())),
        versions: vec![version],
    }
}

/// A programme of one formula, `r`, on the given inputs and parameters.
pub(crate) fn programme(formule: &str, entrees: Vec<Entree>, parametres: Vec<Parametre>) -> Programme {
    Programme {
        entrees,
        parametres,
        definitions: vec![Definition::simple("r", formule)],
        arrondi: Arrondi::DemiLoinDeZero,
        ..Programme::default()
    }
}

pub(crate) fn plan(p: &Programme) -> Plan {
    formule::compiler(p)
        .unwrap_or_else(|d| panic!("{}", d.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))
}

pub(crate) fn refus(p: &Programme) -> String {
    formule::compiler(p).unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

pub(crate) fn trace<'p>(plan: &'p Plan, cellules: &[Cellule]) -> Trace<'p> {
    evaluer(plan, &Ligne { entrees: cellules.to_vec(), ..Ligne::default() }).unwrap()
}

/// The value of `r`, as a fraction (cents for an amount) or a truth, with its marks.
pub(crate) fn valeur(plan: &Plan, cellules: &[Cellule]) -> (String, Marques) {
    let v = trace(plan, cellules).valeur(plan.definition("r").unwrap());
    let texte = match v.contenu {
        _ if !v.marques.connu() => "absent".to_owned(),
        Valeur::Nombre(f) => f.to_string(),
        Valeur::OuiNon(b) => (if b { "vrai" } else { "faux" }).to_owned(),
        Valeur::Date(d) => d.to_string(),
        Valeur::Choix(n) => n.to_string(),
    };
    (texte, v.marques)
}
