//! The pieces of one demand as a page shows them: what was sent, how to add, by which other ways it may go.

use super::demandes::Demande;
use super::depot::{Destination, pour, reutilisable};
use super::envoi::PieceRefusee;
use super::formats::extensions;
use super::nom::{montrer as nom_montre, pour_adresse, taille};
use super::{analyse, avant};
use crate::Service;
use crate::declaration::Fenetre;
use crate::horloge::jour_et_heure;
use crate::mots::Pastille;
use crate::refus::Refus;
use crate::sessions::Connecte;
use askama::Template;
use convention::Dispositif;
use registre::{EtatDePiece, Instant, Piece, Portee};

/// The block of a demand. It renders itself, and a form shows it as it is.
#[derive(Template)]
#[template(path = "pieces_bloc.html")]
pub(crate) struct Bloc {
    pub(crate) code: String,
    pub(crate) titre: String,
    libelle: String,
    exigence: &'static str,
    /// `/declarations/…/…`.
    declaration: String,
    /// Which page sends: what comes back is that page.
    retour: &'static str,
    pub(crate) pieces: Vec<PieceMontree>,
    reprises: Vec<Reprise>,
    autres: Vec<Autre>,
    refuses: Vec<PieceRefusee>,
    extensions: String,
    /// Why nothing can be added here; nothing when one can.
    ferme: Option<&'static str>,
    courriel: Option<Courriel>,
    poste: Option<String>,
}

// Its template escaped every value already.
impl askama::filters::HtmlSafe for Bloc {}

pub(crate) struct PieceMontree {
    id: String,
    pub(crate) nom: String,
    pub(crate) precision: String,
    pub(crate) pastille: Pastille,
    motif: Option<String>,
    retirable: bool,
    lisible: bool,
}

struct Reprise {
    id: String,
    nom: String,
    exercice: String,
}

struct Autre {
    code: String,
    titre: String,
}

struct Courriel {
    adresse: String,
    lien: String,
}

/// What a block of the form adds to its addresses: its acts come back to the form.
const DU_FORMULAIRE: &str = "?retour=declaration";

/// Everything known of the pieces of a declaration, read once for all its blocks.
pub(crate) struct Pieces<'a> {
    d: &'a Dispositif,
    pub(super) ou: Destination,
    exercice: i32,
    pub(super) pieces: Vec<Piece>,
    precedentes: Vec<Piece>,
    pub(super) transmise: Option<Instant>,
    ferme: Option<&'static str>,
    peut: bool,
}

impl<'a> Pieces<'a> {
    pub(crate) async fn lire(
        service: &Service,
        connecte: &Connecte,
        d: &'a Dispositif,
        exercice: i32,
    ) -> Result<Self, Refus> {
        let ou = Destination::de(connecte, d, exercice);
        let pieces = service.registre.pieces_de(&ou.cle).await?;
        for piece in &pieces {
            // What an antivirus was not asked, or did not answer, is asked again.
            if let Err(refus) = analyse::relancer(service, piece).await {
                refus.dire();
            }
        }
        let precedentes = match avant(&ou.cle) {
            Some(cle) if ou.demandes.iter().any(|demande| demande.durable) => service.registre.pieces_de(&cle).await?,
            _ => Vec::new(),
        };
        let transmise = service.registre.transmission_retenue(&ou.cle).await?.map(|envoi| envoi.recu.instant);
        let peut = connecte.portee >= Portee::Preparer;
        let ferme = match (peut, Fenetre::en(d, exercice, service.horloge.maintenant()).ouverte()) {
            (false, _) => Some("Votre délégation permet de voir les pièces, sans en ajouter."),
            (true, false) => Some("La saisie n'est pas ouverte\u{a0}: aucune pièce ne peut être ajoutée ici."),
            (true, true) => None,
        };
        Ok(Self { d, ou, exercice, pieces, precedentes, transmise, ferme, peut })
    }

    /// Do the rules ask for a piece under this code?
    pub(crate) fn demande(&self, code: &str) -> bool {
        self.ou.demande(code).is_some()
    }

    /// The title of a demand, for a sentence.
    pub(crate) fn titre(&self, code: &str) -> &str {
        self.ou.demande(code).map_or("", |demande| &demande.titre)
    }

    /// The name of a file that only its name was sent of.
    pub(crate) fn nom_montre(&self, brut: &str) -> String {
        nom_montre(brut)
    }

    pub(crate) fn blocs(&self, service: &Service, connecte: &Connecte, retour: &'static str) -> Vec<Bloc> {
        self.ou.demandes.iter().map(|demande| self.bloc(service, connecte, demande, retour)).collect()
    }

    /// The block of one answer of the form; nothing when the rules ask for no piece there.
    pub(crate) fn bloc_de(&self, service: &Service, connecte: &Connecte, champ: &str) -> Option<Bloc> {
        self.ou.demande(champ).map(|demande| self.bloc(service, connecte, demande, DU_FORMULAIRE))
    }

    /// The blocks of the documents that no answer of the form calls for.
    pub(crate) fn blocs_seuls(&self, service: &Service, connecte: &Connecte) -> Vec<Bloc> {
        let seules = self.ou.demandes.iter().filter(|demande| demande.seule);
        seules.map(|demande| self.bloc(service, connecte, demande, DU_FORMULAIRE)).collect()
    }

    /// Pieces that their author took away.
    pub(crate) fn retirees(&self) -> Vec<PieceMontree> {
        self.pieces.iter().filter(|p| p.etat() == EtatDePiece::Retiree).map(|p| self.montrer(p, "")).collect()
    }

    fn bloc(&self, service: &Service, connecte: &Connecte, demande: &Demande, retour: &'static str) -> Bloc {
        let presentes = || self.presentes(&demande.code);
        let deja = |ancienne: &Piece| presentes().any(|p| p.empreinte == ancienne.empreinte);
        let mut reprises: Vec<&Piece> =
            self.precedentes.iter().filter(|p| reutilisable(p, demande) && !deja(p)).collect();
        reprises.dedup_by(|a, b| a.empreinte == b.empreinte);
        let autres = demande.autres.iter().filter_map(|code| self.ou.demande(code));
        let caisse = service.monde.caisse_de(connecte.qui);
        Bloc {
            code: demande.code.clone(),
            titre: demande.titre.clone(),
            libelle: demande.libelle.clone(),
            exigence: demande.exigence,
            declaration: format!("/declarations/{}/{}", self.d.code, self.exercice),
            retour,
            pieces: presentes().map(|p| self.montrer(p, &demande.code)).collect(),
            reprises: reprises
                .into_iter()
                .filter(|_| self.ferme.is_none())
                .map(|p| Reprise { id: p.id.clone(), nom: p.nom.clone(), exercice: p.cle.exercice.clone() })
                .collect(),
            autres: autres.map(|a| Autre { code: a.code.clone(), titre: a.titre.clone() }).collect(),
            refuses: Vec::new(),
            extensions: extensions(),
            ferme: self.ferme,
            courriel: caisse.map(|caisse| self.courriel(&caisse.courriel, connecte, demande)),
            poste: caisse.map(|caisse| caisse.adresse.join(", ")),
        }
    }

    /// A message ready to be written: it says which answer it is about, and names nobody.
    fn courriel(&self, adresse: &str, connecte: &Connecte, demande: &Demande) -> Courriel {
        let objet = format!("{} {} — {} — n° {}", self.d.titre, self.exercice, demande.titre, connecte.structure.0);
        Courriel { adresse: adresse.to_owned(), lien: format!("mailto:{adresse}?subject={}", pour_adresse(&objet)) }
    }

    /// What was sent for a demand and is still there.
    pub(super) fn presentes(&self, code: &str) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().filter(move |p| p.etat() != EtatDePiece::Retiree && pour(p, code))
    }

    fn montrer(&self, piece: &Piece, ici: &str) -> PieceMontree {
        let depot = piece.etapes.first();
        let transmise = transmise(piece, self.transmise);
        let derniere = piece.etapes.last();
        let mut precision = taille(piece.taille);
        if let Some(depot) = depot {
            precision.push_str(&format!(", déposée le {}", jour_et_heure(depot.instant)));
        }
        let aussi = self.ou.demandes.iter().filter(|d| d.code != ici && pour(piece, &d.code));
        let aussi: Vec<String> = aussi.map(|d| format!("«\u{a0}{}\u{a0}»", d.titre)).collect();
        if !aussi.is_empty() && !ici.is_empty() {
            precision.push_str(&format!("\u{a0}; vaut aussi pour {}", aussi.join(", ")));
        }
        PieceMontree {
            id: piece.id.clone(),
            nom: piece.nom.clone(),
            precision,
            pastille: pastille(piece.etat(), self.transmise.is_some()),
            motif: derniere.and_then(|etape| etape.motif.clone()),
            retirable: self.peut && retirable(piece, transmise),
            lisible: lisible(piece),
        }
    }
}

impl Bloc {
    /// The same, with what was refused beside its field.
    pub(crate) fn avec(mut self, refuses: &[PieceRefusee]) -> Self {
        self.refuses.extend(refuses.iter().filter(|refus| refus.demande == self.code).cloned());
        self
    }

    pub(crate) fn en_erreur(&self) -> bool {
        !self.refuses.is_empty()
    }

    fn limite(&self) -> usize {
        super::envoi::FICHIER_AU_PLUS
    }
}

/// Was the declaration transmitted since this piece is there?
pub(crate) fn transmise(piece: &Piece, derniere: Option<Instant>) -> bool {
    piece.etapes.first().zip(derniere).is_some_and(|(depot, envoi)| depot.instant <= envoi)
}

/// A piece that was transmitted is a proof, and one that was judged is not its author's any more.
pub(crate) fn retirable(piece: &Piece, transmise: bool) -> bool {
    !transmise && piece.etat().suites().contains(&EtatDePiece::Retiree)
}

/// May it be opened? Not as long as it is being read, nor when what was read in it is dangerous.
pub(crate) fn lisible(piece: &Piece) -> bool {
    let par_l_antivirus = piece.etapes.last().is_some_and(|e| e.auteur == analyse::AUTEUR);
    match piece.etat() {
        EtatDePiece::EnAnalyse | EtatDePiece::Retiree => false,
        EtatDePiece::Refusee => !par_l_antivirus,
        _ => true,
    }
}

/// What follows a transmission is waited for by an agent as what went with it.
pub(crate) fn pastille(etat: EtatDePiece, transmise: bool) -> Pastille {
    match etat {
        EtatDePiece::Deposee | EtatDePiece::AControler if transmise => Pastille::new("info", "…", "À contrôler"),
        EtatDePiece::Deposee | EtatDePiece::AControler => Pastille::new("neutre", "↑", "Déposée"),
        EtatDePiece::EnAnalyse => Pastille::new("info", "…", "En analyse"),
        EtatDePiece::Validee => Pastille::new("succes", "✓", "Validée par la CPAM"),
        EtatDePiece::Refusee => Pastille::new("erreur", "✕", "Refusée"),
        EtatDePiece::Retiree => Pastille::new("neutre", "–", "Retirée"),
    }
}
