//! Any text is read or refused; what is read is written one way, which is read back as the same tree.

use formule::syntaxe::{Expr, Nature};
use formule::{ecrire, formater, lire, nombres_nus};

/// Tries one text.
pub fn essayer(octets: &[u8]) {
    let Ok(texte) = std::str::from_utf8(octets) else { return };
    let expr = match lire(texte) {
        Ok(expr) => expr,
        Err(defaut) => {
            assert!(texte.get(defaut.place.clone()).is_some(), "une place hors du texte : {defaut:?}");
            assert!(!defaut.message.is_empty());
            return;
        }
    };
    verifier_les_places(&expr, texte);
    for place in nombres_nus(&expr) {
        assert!(texte[place].contains(|c: char| c.is_ascii_digit()));
    }
    let ecrit = ecrire(&expr);
    let relu = lire(&ecrit).unwrap_or_else(|d| panic!("« {texte} » s'écrit « {ecrit} », qui est refusé : {d}"));
    assert_eq!(sans_place(expr), sans_place(relu), "« {texte} » s'écrit « {ecrit} », qui dit autre chose");
    assert_eq!(formater(texte).as_ref(), Ok(&ecrit));
    assert_eq!(formater(&ecrit).as_ref(), Ok(&ecrit), "la mise en forme de « {ecrit} » n'est pas stable");
}

/// Each expression lies in the text, and within the one that holds it.
fn verifier_les_places(expr: &Expr, texte: &str) {
    assert!(texte.get(expr.place.clone()).is_some_and(|t| !t.is_empty()), "{:?} hors de « {texte} »", expr.place);
    for enfant in expr.enfants() {
        assert!(
            expr.place.start <= enfant.place.start && enfant.place.end <= expr.place.end,
            "{:?} sort de {:?} dans « {texte} »",
            enfant.place,
            expr.place
        );
        verifier_les_places(enfant, texte);
    }
}

fn sans_place(expr: Expr) -> Expr {
    let un = |e: Box<Expr>| Box::new(sans_place(*e));
    let liste = |l: Vec<Expr>| l.into_iter().map(sans_place).collect();
    let nature = match expr.nature {
        Nature::Ligne { table, cles, colonne } => Nature::Ligne { table, cles: liste(cles), colonne },
        Nature::Appel(nom, arguments) => Nature::Appel(nom, liste(arguments)),
        Nature::Oppose(a) => Nature::Oppose(un(a)),
        Nature::Non(a) => Nature::Non(un(a)),
        Nature::Binaire(op, a, b) => Nature::Binaire(op, un(a), un(b)),
        Nature::Si(c, a, b) => Nature::Si(un(c), un(a), un(b)),
        Nature::ADefaut(a, b) => Nature::ADefaut(un(a), un(b)),
        Nature::ALaDate(a, b) => Nature::ALaDate(un(a), un(b)),
        Nature::Manque { de, mot, nie } => Nature::Manque { de: un(de), mot, nie },
        Nature::Dans(a, choix) => Nature::Dans(un(a), liste(choix)),
        feuille => feuille,
    };
    Expr { nature, place: 0..0 }
}
