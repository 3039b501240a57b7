use crate::support::{Brut, MIDI};
use registre::{Fixation, GenreDErreur, NationauxAFixer, Registre};
use std::time::Duration;

fn nationaux(exercice: i32, contenu: &str) -> NationauxAFixer<'_> {
    NationauxAFixer { dispositif: "essai", exercice, contenu, auteur: "Anne", motif: None }
}

pub(crate) async fn national_results_are_fixed_once_and_for_good(registre: Registre, brut: Brut) {
    assert_eq!(registre.nationaux_fixes().await.unwrap(), []);
    assert_eq!(registre.nationaux_fixer(nationaux(2023, "7/30"), MIDI).await.unwrap(), Fixation::Faite);
    let plus_tard = MIDI.plus(Duration::from_secs(60));
    assert_eq!(registre.nationaux_fixer(nationaux(2024, "8/30"), plus_tard).await.unwrap(), Fixation::Faite);
    // The same again is nothing more; other results are refused, and said to be so.
    assert_eq!(registre.nationaux_fixer(nationaux(2023, "7/30"), plus_tard).await.unwrap(), Fixation::DejaFaite);
    let refus = registre.nationaux_fixer(nationaux(2023, "9/30"), plus_tard).await.unwrap_err();
    assert_eq!(refus.genre, GenreDErreur::Refus);
    assert!(refus.message.contains("exercice 2023") && refus.message.contains("motif"), "{refus:?}");
    let fixes = registre.nationaux_fixes().await.unwrap();
    let dits: Vec<_> = fixes.iter().map(|n| (n.exercice, n.contenu.as_str(), n.instant)).collect();
    assert_eq!(dits, [(2023, "7/30", MIDI), (2024, "8/30", plus_tard)]);
    assert!(brut.sql("UPDATE resultats_nationaux SET contenu = 'autre'").await.is_err());
    assert!(brut.sql("DELETE FROM resultats_nationaux").await.is_err());
    assert_eq!(registre.journal_tete().await.unwrap().rang, 2);
}

pub(crate) async fn a_correction_of_national_results_says_why_and_keeps_the_first(registre: Registre, brut: Brut) {
    registre.nationaux_fixer(nationaux(2023, "7/30"), MIDI).await.unwrap();
    let corriges = NationauxAFixer { motif: Some("une caisse manquait"), ..nationaux(2023, "9/31") };
    assert_eq!(registre.nationaux_fixer(corriges, MIDI).await.unwrap(), Fixation::Faite);
    let fixes = registre.nationaux_fixes().await.unwrap();
    assert_eq!(fixes.iter().map(|n| n.contenu.as_str()).collect::<Vec<_>>(), ["9/31"]);
    let acte = registre.journal_lire(1, 1).await.unwrap().remove(0);
    assert_eq!((acte.acte.as_str(), acte.objet.as_str()), ("fixer", "nationaux/essai/2023"));
    // Altered behind the triggers, they are no longer read.
    brut.sql_sans_gardien("resultats_nationaux", "UPDATE resultats_nationaux SET contenu = '1/1' WHERE numero = 2")
        .await;
    assert_eq!(registre.nationaux_fixes().await.unwrap_err().genre, GenreDErreur::Panne);
}
