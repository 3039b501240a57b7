use crate::support::{Brut, MIDI};
use registre::{DocumentEmis, Registre};
use std::time::Duration;

pub(crate) async fn a_document_issued_again_keeps_its_first_moment(registre: Registre, brut: Brut) {
    let document = DocumentEmis {
        empreinte: "ab".repeat(32),
        genre: "recapitulatif".to_owned(),
        intitule: "Récapitulatif, exercice 2024".to_owned(),
        fichier: "cd".repeat(32),
    };
    assert_eq!(registre.document_lire(&document.empreinte).await.unwrap(), None);
    registre.document_emettre(&document, MIDI).await.unwrap();
    registre.document_emettre(&document, MIDI.plus(Duration::from_secs(60))).await.unwrap();
    assert_eq!(registre.document_lire(&document.empreinte).await.unwrap(), Some((document, MIDI)));
    assert!(brut.sql("UPDATE documents SET genre = 'autre'").await.is_err());
    assert!(brut.sql("DELETE FROM documents").await.is_err());
}
