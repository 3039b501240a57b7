//! What the rules ask to be justified.

use crate::Service;
use crate::declaration::champs_numerotes;
use convention::{Dispositif, Piece, TypeValeur};
use registre::CleDeDeclaration;

/// The words by which the rules say that a document outlives its exercice.
const DURABLE: &str = "tant que rien ne change";

/// A document asked for an answer or, when no answer calls for it, for the whole declaration.
#[derive(Debug, Clone)]
pub(crate) struct Demande {
    /// The code of the answer; that of the document itself when it stands alone.
    pub(crate) code: String,
    /// « 3. Logiciel référencé ».
    pub(crate) titre: String,
    /// The document.
    pub(crate) libelle: String,
    /// Does last year's document still hold?
    pub(crate) durable: bool,
    /// Does no answer call for it?
    pub(crate) seule: bool,
    /// Is it due, as soon as its answer is not « non »?
    pub(crate) obligatoire: bool,
    /// The same as its block says it: an answer « non » calls for nothing.
    pub(crate) exigence: &'static str,
    /// The codes of the other demands that the same document may serve.
    pub(crate) autres: Vec<String>,
}

/// What a dispositif asks for an exercice, in the order of the form.
pub(crate) fn demandes(d: &Dispositif, exercice: i32) -> Vec<Demande> {
    let champs = champs_numerotes(d, exercice).into_iter().filter_map(|(numero, entree, champ)| {
        let piece = d.pieces.iter().find(|p| champ.piece.as_ref() == Some(&p.code))?;
        let titre = champ.titre.as_ref().unwrap_or(&entree.libelle);
        let exigence = match (piece.obligatoire, entree.type_ == TypeValeur::OuiNon) {
            (false, _) => "Non exigée pour transmettre",
            (true, true) => "Obligatoire si votre réponse est «\u{a0}Oui\u{a0}»",
            (true, false) => "Obligatoire",
        };
        Some(Demande { exigence, ..demande(entree.code.clone(), format!("{numero}. {titre}"), piece, false) })
    });
    let mut demandes: Vec<Demande> = champs.collect();
    let appelee = |piece: &&Piece| {
        d.entrees.iter().filter_map(|e| e.champ.as_ref()).any(|champ| champ.piece.as_ref() == Some(&piece.code))
    };
    let seules = d.pieces.iter().filter(|piece| !appelee(piece));
    demandes.extend(seules.map(|piece| demande(piece.code.clone(), piece.libelle.clone(), piece, true)));
    // Sharing is only offered between demands that exist this year, and goes both ways.
    let codes: Vec<(String, Vec<String>)> = demandes.iter().map(|x| (x.code.clone(), x.autres.clone())).collect();
    for demande in &mut demandes {
        let partage = |(code, autres): &&(String, Vec<String>)| {
            *code != demande.code && (demande.autres.contains(code) || autres.contains(&demande.code))
        };
        demande.autres = codes.iter().filter(partage).map(|(code, _)| code.clone()).collect();
    }
    demandes
}

fn demande(code: String, titre: String, piece: &Piece, seule: bool) -> Demande {
    Demande {
        code,
        titre,
        libelle: piece.libelle.clone(),
        seule,
        obligatoire: piece.obligatoire,
        exigence: if piece.obligatoire { "Obligatoire" } else { "Non exigée pour transmettre" },
        durable: piece.valable.as_deref() == Some(DURABLE),
        autres: piece.commune_avec.clone(),
    }
}

/// The declaration that an address names, if it exists and asks for pieces.
pub(crate) fn trouver<'a>(
    service: &'a Service,
    qui: usize,
    code: &str,
    exercice: &str,
) -> Option<(&'a Dispositif, i32)> {
    let d = service.monde.dispositif_de(qui, code)?;
    let annee = exercice.parse().ok()?;
    let existe = d.exercices.iter().any(|e| e.exercice.annee == annee && !e.saisies.is_empty());
    (existe && !demandes(d, annee).is_empty()).then_some((d, annee))
}

/// The key of a declaration of the structure that somebody is looking at.
pub(crate) fn cle(structure: &convention::IdBeneficiaire, d: &Dispositif, exercice: i32) -> CleDeDeclaration {
    CleDeDeclaration { beneficiaire: structure.clone(), dispositif: d.code.clone(), exercice: exercice.to_string() }
}
