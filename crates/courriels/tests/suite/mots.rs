use crate::annonces::toutes;
use courriels::texte;

/// Everything that is read, subjects included.
fn lus() -> Vec<String> {
    toutes()
        .iter()
        .map(|avis| {
            let texte = texte(avis);
            format!("{}\n{}\n{}\n{}", texte.objet, texte.paragraphes.join("\n"), texte.action, texte.suite)
        })
        .collect()
}

pub(crate) fn has_amount(texte: &str) -> bool {
    let c: Vec<char> = texte.chars().collect();
    texte.contains('€')
        || texte.contains("euro")
        || c.windows(4).any(|f| f[0].is_ascii_digit() && f[1] == ',' && f[2].is_ascii_digit() && f[3].is_ascii_digit())
}

#[test]
fn no_text_holds_an_amount() {
    assert!(has_amount("3 108,54"));
    assert!(has_amount("12 €"));
    for texte in lus() {
        assert!(!has_amount(&texte), "{texte}");
    }
}

#[test]
fn no_text_holds_a_word_of_health_nor_which_way_a_decision_went() {
    const MOTS: [&str; 22] = [
        "patient",
        "malad",
        "médic",
        "molécul",
        "ordonnance",
        "soin",
        "santé",
        "vaccin",
        "diagnos",
        "traitement",
        "pathologie",
        "prescri",
        "symptôme",
        "rémunér",
        "paiement",
        "versement",
        "montant dû",
        "refus",
        "valid",
        "accept",
        "rejet",
        "motif",
    ];
    for texte in lus() {
        let bas = texte.to_lowercase();
        for mot in MOTS {
            // An invitation is accepted: that says nothing of a piece.
            let ailleurs = mot == "accept" && bas.contains("invitation");
            assert!(ailleurs || !bas.contains(mot), "« {mot} » dans :\n{texte}");
        }
    }
}

#[test]
fn every_text_is_typeset_and_says_what_to_do_next() {
    for avis in toutes() {
        let texte = texte(&avis);
        assert!(!texte.action.is_empty() && texte.chemin.starts_with('/'), "{texte:?}");
        assert!(texte.objet.chars().count() <= 50, "{}", texte.objet);
        for phrase in texte.paragraphes.iter().map(String::as_str).chain([texte.suite]) {
            for signe in [':', ';', '?', '!', '»'] {
                for (place, _) in phrase.match_indices(signe) {
                    assert!(phrase[..place].ends_with('\u{a0}'), "espace insécable avant « {signe} » : {phrase}");
                }
            }
            assert!(
                phrase.match_indices('«').all(|(place, s)| phrase[place + s.len()..].starts_with('\u{a0}')),
                "{phrase}"
            );
            assert!(phrase.ends_with('.'), "{phrase}");
        }
    }
}
