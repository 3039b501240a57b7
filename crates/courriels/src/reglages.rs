//! What the operator sets: the relay, who writes, where the service is.

use crate::Boite;
use std::fmt;

/// What is needed to send.
#[derive(Clone)]
pub struct Reglages {
    pub(crate) relais: Relais,
    pub(crate) expediteur: Boite,
    pub(crate) reponse: Option<Boite>,
    pub(crate) service: String,
}

/// The relay. Its debug form does not show the password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Relais {
    pub(crate) hote: String,
    pub(crate) port: u16,
    pub(crate) chiffre: bool,
    pub(crate) identite: Option<(String, String)>,
}

impl fmt::Debug for Relais {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.hote, self.port)
    }
}

impl fmt::Debug for Reglages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reglages").field("relais", &self.relais).field("service", &self.service).finish_non_exhaustive()
    }
}

/// A setting that is missing or wrong: its name, and what to write. The value is not quoted: it may hold a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReglageFautif {
    /// The setting.
    pub nom: &'static str,
    /// What to write there.
    pub conseil: &'static str,
}

impl fmt::Display for ReglageFautif {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\u{a0}: {}", self.nom, self.conseil)
    }
}

impl std::error::Error for ReglageFautif {}

const RELAIS: &str = "CONVENTIO_SMTP";
const EXPEDITEUR: &str = "CONVENTIO_COURRIEL_DE";
const REPONSE: &str = "CONVENTIO_COURRIEL_REPONSE";
const SERVICE: &str = "CONVENTIO_ADRESSE";

impl Reglages {
    /// Reads the settings by their names: `CONVENTIO_SMTP` (the relay, `smtp://hote:25`), `CONVENTIO_COURRIEL_DE`
    /// (who writes), `CONVENTIO_COURRIEL_REPONSE` (who is answered, if someone else), `CONVENTIO_ADRESSE` (the
    /// service, `https://…`). Without a relay no e-mail is sent, and the answer is nothing.
    pub fn read(reglage: impl Fn(&str) -> Option<String>) -> Result<Option<Self>, ReglageFautif> {
        let lire = |nom| reglage(nom).map(|texte| texte.trim().to_owned()).filter(|texte| !texte.is_empty());
        let Some(relais) = lire(RELAIS) else { return Ok(None) };
        let boite = "écrivez une adresse, « Ma Convention <service@exemple.fr> »";
        let expediteur = lire(EXPEDITEUR).as_deref().and_then(Boite::read);
        let reponse =
            lire(REPONSE).map(|texte| Boite::read(&texte).ok_or(ReglageFautif { nom: REPONSE, conseil: boite }));
        let service = lire(SERVICE).filter(|adresse| is_address_of_service(adresse));
        Ok(Some(Self {
            relais: Relais::read(&relais)?,
            expediteur: expediteur.ok_or(ReglageFautif { nom: EXPEDITEUR, conseil: boite })?,
            reponse: reponse.transpose()?,
            service: service.map(|adresse| adresse.trim_end_matches('/').to_owned()).ok_or(ReglageFautif {
                nom: SERVICE,
                conseil: "écrivez l'adresse du service telle que la tapent ses utilisateurs, https://convention.exemple.fr",
            })?,
        }))
    }
}

/// `https://host…`, or `http://` for a trial; without anything that would not survive in a text.
fn is_address_of_service(adresse: &str) -> bool {
    let suite = adresse.strip_prefix("https://").or_else(|| adresse.strip_prefix("http://"));
    let lisible = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '/' | '[' | ']' | '_');
    suite.is_some_and(|suite| !suite.is_empty() && !suite.starts_with('/') && suite.chars().all(lisible))
}

impl Relais {
    fn read(texte: &str) -> Result<Self, ReglageFautif> {
        let fautif = |conseil| ReglageFautif { nom: RELAIS, conseil };
        let forme = fautif("écrivez smtp://hôte:port, ou smtps://nom:passe@hôte:port");
        let (chiffre, suite) = match (texte.strip_prefix("smtp://"), texte.strip_prefix("smtps://")) {
            (Some(suite), _) => (false, suite),
            (_, Some(suite)) => (true, suite),
            _ => return Err(forme),
        };
        let (identite, suite) = match suite.rsplit_once('@') {
            Some((identite, suite)) => (Some(identite.split_once(':').ok_or_else(|| forme.clone())?), suite),
            None => (None, suite),
        };
        if identite.is_some() && !chiffre {
            return Err(fautif("un mot de passe ne part pas en clair : écrivez smtps://, ou retirez-le"));
        }
        if chiffre && !cfg!(feature = "tls") {
            return Err(fautif("smtps:// demande une version construite avec « --features tls » ; écrivez smtp://"));
        }
        let suite = suite.trim_end_matches('/');
        // An IPv6 address stands between brackets, so that its colons are not taken for that of the port.
        let (hote, port) = match suite.strip_prefix('[').and_then(|suite| suite.split_once(']')) {
            Some((hote, reste)) => (hote, (!reste.is_empty()).then(|| reste.strip_prefix(':').unwrap_or("?"))),
            None => suite.split_once(':').map_or((suite, None), |(hote, port)| (hote, Some(port))),
        };
        let ipv6 = suite.starts_with('[');
        let lisible = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-') || (ipv6 && c == ':');
        if hote.is_empty() || !hote.chars().all(lisible) {
            return Err(forme);
        }
        let port = port.map(str::parse).transpose().map_err(|_| forme)?;
        let port = port.unwrap_or(if chiffre { 465 } else { 25 });
        let hote = hote.to_owned();
        let identite = identite.map(|(nom, passe)| (nom.to_owned(), passe.to_owned()));
        Ok(Self { hote, port, chiffre, identite })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lus(relais: &str) -> Result<Relais, ReglageFautif> {
        Relais::read(relais)
    }

    fn reglages(relais: &str, de: &str, service: &str) -> Result<Option<Reglages>, ReglageFautif> {
        Reglages::read(|nom| match nom {
            RELAIS => Some(relais.to_owned()),
            EXPEDITEUR => Some(de.to_owned()),
            SERVICE => Some(service.to_owned()),
            _ => None,
        })
    }

    #[test]
    fn a_relay_has_a_host_and_a_port() {
        for (texte, hote, port) in [
            ("smtp://relais.exemple.fr", "relais.exemple.fr", 25),
            ("smtp://127.0.0.1:2525/", "127.0.0.1", 2525),
            ("smtp://[::1]:2525", "::1", 2525),
            ("smtp://[::1]", "::1", 25),
        ] {
            let lu = lus(texte).unwrap();
            assert_eq!((lu.hote.as_str(), lu.port), (hote, port), "{texte}");
        }
    }

    #[test]
    fn a_relay_that_cannot_be_used_says_what_to_write() {
        for faux in
            ["", "relais:25", "http://relais", "smtp://", "smtp://:25", "smtp://a:b:c", "smtp://a b", "smtp://[::1]25"]
        {
            assert_eq!(lus(faux).unwrap_err().nom, "CONVENTIO_SMTP", "{faux}");
        }
        assert!(lus("smtp://nom:passe@relais").unwrap_err().conseil.contains("en clair"));
        assert_eq!(lus("smtps://nom:passe@relais").is_ok(), cfg!(feature = "tls"));
    }

    #[test]
    fn without_a_relay_nothing_is_sent_and_nothing_is_wrong() {
        assert!(reglages(" ", "", "").unwrap().is_none());
        let reglages_lus = reglages("smtp://127.0.0.1", "a@example.fr", "https://convention.example.fr/").unwrap();
        assert_eq!(reglages_lus.unwrap().service, "https://convention.example.fr");
    }

    #[test]
    fn a_sender_or_a_service_that_is_missing_is_named() {
        let refus = |de, service| reglages("smtp://127.0.0.1", de, service).unwrap_err().nom;
        assert_eq!(refus("", "https://a.fr"), "CONVENTIO_COURRIEL_DE");
        assert_eq!(refus("a@example.fr", "a.fr"), "CONVENTIO_ADRESSE");
        assert_eq!(refus("a@example.fr", "https://a.fr/<b>"), "CONVENTIO_ADRESSE");
    }
}
