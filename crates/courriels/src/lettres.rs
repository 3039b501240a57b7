//! From an announcement to a message ready for the relay.

use crate::{Boite, Reglages, texte};
use askama::Template;
use lettre::Message;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{MultiPart, SinglePart};
use registre::{CourrielAEnvoyer, Instant};
use std::time::{Duration, SystemTime};

const SIGNATURE: &str = "Le service «\u{a0}Ma Convention\u{a0}»";
const NOTE: &str = "Ce message est envoyé automatiquement. Il ne contient ni vos réponses ni vos montants\u{a0}: ils ne \
                    se lisent que dans le service, après connexion.";

/// A message ready for the relay.
#[derive(Clone)]
pub struct Lettre(pub(crate) Message);

impl Lettre {
    /// What is sent, byte for byte.
    pub fn octets(&self) -> Vec<u8> {
        self.0.formatted()
    }
}

impl std::fmt::Debug for Lettre {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Lettre(…)")
    }
}

#[derive(Template)]
#[template(path = "courriel.html")]
struct PartieHtml<'a> {
    objet: &'a str,
    paragraphes: &'a [String],
    action: &'a str,
    lien: &'a str,
    suite: &'a str,
    signature: &'a str,
    note: &'a str,
}

/// Writes the message of an e-mail kept by the register: the same bytes for the same e-mail at the same moment. Nothing
/// when its address or its text cannot make one.
pub fn composer(courriel: &CourrielAEnvoyer, reglages: &Reglages, maintenant: Instant) -> Option<Lettre> {
    let texte = texte(courriel.avis.as_ref()?);
    let Destination { boite, lien } = Destination::read(courriel, &texte.chemin, reglages)?;
    let html = PartieHtml {
        objet: texte.objet,
        paragraphes: &texte.paragraphes,
        action: texte.action,
        lien: &lien,
        suite: texte.suite,
        signature: SIGNATURE,
        note: NOTE,
    };
    let brut = format!(
        "Bonjour,\r\n\r\n{}\r\n\r\n{}\u{a0}:\r\n{lien}\r\n\r\n{}\r\n\r\n{SIGNATURE}\r\n\r\n-- \r\n{NOTE}\r\n",
        texte.paragraphes.join("\r\n\r\n"),
        texte.action,
        texte.suite
    );
    // Both parts are quoted-printable, where « =_ » cannot appear: the boundary needs no chance.
    let parties = MultiPart::alternative()
        .boundary(format!("=_{}", courriel.id))
        .singlepart(part(ContentType::TEXT_PLAIN, brut))
        .singlepart(part(ContentType::TEXT_HTML, html.render().ok()?));
    let mut message = Message::builder()
        .message_id(Some(format!("<{}@{}>", courriel.id, reglages.expediteur.domaine())))
        .date(date(maintenant)?)
        .from(reglages.expediteur.0.clone())
        .to(boite.0)
        .subject(texte.objet)
        // Who is away does not answer a machine.
        .raw_header(raw("Auto-Submitted", "auto-generated"))
        .raw_header(raw("Content-Language", "fr"));
    if let Some(reponse) = &reglages.reponse {
        message = message.reply_to(reponse.0.clone());
    }
    message.multipart(parties).ok().map(Lettre)
}

struct Destination {
    boite: Boite,
    lien: String,
}

impl Destination {
    /// For whom, and where the link leads: always in the service, whatever was asked.
    fn read(courriel: &CourrielAEnvoyer, chemin: &str, reglages: &Reglages) -> Option<Self> {
        let boite = Boite::new(&courriel.destinataire.adresse, courriel.destinataire.nom.as_deref())?;
        let lisible = |c: char| c.is_ascii_alphanumeric() || "/-._~%?&=+,:@!$'()*;#".contains(c);
        let dedans = chemin.starts_with('/') && !chemin.starts_with("//") && chemin.chars().all(lisible);
        dedans.then(|| Self { boite, lien: format!("{}{chemin}", reglages.service) })
    }
}

fn part(genre: ContentType, corps: String) -> SinglePart {
    SinglePart::builder().header(genre).header(ContentTransferEncoding::QuotedPrintable).body(corps)
}

fn raw(nom: &'static str, valeur: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(nom), valeur.to_owned())
}

/// The moment as the library wants it: not the clock, only its type. Whole seconds of the years that a header can hold.
fn date(instant: Instant) -> Option<SystemTime> {
    let millisecondes = u64::try_from(instant.0).ok().filter(|ms| *ms < 253_402_300_800_000)?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(millisecondes / 1000))
}
