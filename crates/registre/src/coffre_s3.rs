//! The store of files in a bucket that speaks S3: one object per content, under its hash.

use crate::{ErreurDeRegistre, Instant, Resultat};
use convention::Date;
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};
use std::sync::Arc;
use std::time::Duration;
use ureq::Agent;

/// How to reach a bucket.
#[derive(Clone)]
pub struct AccesAuSeau {
    /// The address of the store: `http://…`, or `https://…` when built for it.
    pub adresse: String,
    /// Its region, as the store names it.
    pub region: String,
    /// The identifier of the key.
    pub cle: String,
    /// The key itself.
    pub secret: String,
    /// Signatures are valid for a moment: the clock is given, as everything else.
    pub horloge: Arc<dyn Fn() -> Instant + Send + Sync>,
}

impl std::fmt::Debug for AccesAuSeau {
    /// Never the keys.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccesAuSeau").field("adresse", &self.adresse).finish_non_exhaustive()
    }
}

/// How long a request may take, and its signature live.
const PATIENCE: Duration = Duration::from_secs(60);
/// Nothing longer was ever put there.
const TAILLE: u64 = 64 << 20;

/// A bucket, and where in it.
#[derive(Debug, Clone)]
pub(crate) struct Seau {
    seau: Bucket,
    cles: Credentials,
    prefixe: String,
    agent: Agent,
    acces: AccesAuSeau,
}

impl Seau {
    /// `s3://bucket/prefix`, the prefix being optional.
    pub(crate) fn ouvrir(lieu: &str, acces: &AccesAuSeau) -> Resultat<Self> {
        let refus = |quoi: &str| {
            ErreurDeRegistre::refus(
                format!("Le coffre ne peut pas être ouvert : {quoi}."),
                format!("ouvrir le coffre : {quoi}"),
            )
        };
        let (nom, prefixe) = lieu.split_once('/').unwrap_or((lieu, ""));
        if nom.is_empty() {
            return Err(refus("son adresse s'écrit s3://seau/prefixe"));
        }
        let adresse = acces.adresse.parse().map_err(|_| refus("l'adresse du service S3 n'en est pas une"))?;
        let seau = Bucket::new(adresse, UrlStyle::Path, nom.to_owned(), acces.region.clone())
            .map_err(|_| refus("l'adresse du service S3 doit commencer par http:// ou https://"))?;
        let prefixe = prefixe.trim_matches('/');
        let prefixe = if prefixe.is_empty() { String::new() } else { format!("{prefixe}/") };
        let reglages = Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).build();
        Ok(Self {
            seau,
            cles: Credentials::new(acces.cle.clone(), acces.secret.clone()),
            prefixe,
            agent: reglages.into(),
            acces: acces.clone(),
        })
    }

    /// The content of an object, or nothing when there is none. Its hash is checked by whoever asked.
    pub(crate) fn lire(&self, empreinte: &str) -> Resultat<Option<Vec<u8>>> {
        let quoi = "lire un fichier du coffre";
        let objet = self.objet(empreinte);
        let url = self.signer(&self.seau.get_object(Some(&self.cles), &objet))?;
        let mut reponse = self.agent.get(url).call().map_err(|e| panne(quoi, &e))?;
        match reponse.status().as_u16() {
            200 => {
                let corps = reponse.body_mut().with_config().limit(TAILLE).read_to_vec();
                corps.map(Some).map_err(|e| panne(quoi, &e))
            }
            404 => Ok(None),
            code => Err(ErreurDeRegistre::panne(format!("{quoi} : le service S3 répond {code}"))),
        }
    }

    /// Puts an object: the store keeps it whole, or not at all.
    pub(crate) fn deposer(&self, empreinte: &str, contenu: &[u8]) -> Resultat<()> {
        let quoi = "ranger un fichier";
        let objet = self.objet(empreinte);
        let url = self.signer(&self.seau.put_object(Some(&self.cles), &objet))?;
        let reponse = self.agent.put(url).send(contenu).map_err(|e| panne(quoi, &e))?;
        match reponse.status().as_u16() {
            200..=299 => Ok(()),
            code => Err(ErreurDeRegistre::panne(format!("{quoi} : le service S3 répond {code}"))),
        }
    }

    fn objet(&self, empreinte: &str) -> String {
        format!("{}{empreinte}", self.prefixe)
    }

    fn signer<'a>(&self, action: &impl S3Action<'a>) -> Resultat<String> {
        let secondes = (self.acces.horloge)().0.div_euclid(1_000);
        let jour = Date(i32::try_from(secondes.div_euclid(86_400)).unwrap_or(i32::MAX));
        let reste = secondes.rem_euclid(86_400);
        let instant = format!("{jour}T{:02}:{:02}:{:02}Z", reste / 3_600, reste / 60 % 60, reste % 60);
        let instant = instant.parse().map_err(|_| ErreurDeRegistre::panne("signer une demande : horloge déréglée"))?;
        Ok(action.sign_with_time(PATIENCE, &instant).to_string())
    }
}

/// Why a request failed, without its address: the signature is in it.
fn panne(quoi: &str, erreur: &ureq::Error) -> ErreurDeRegistre {
    let cause = match erreur {
        ureq::Error::Io(erreur) => format!("liaison avec le service S3 ({})", erreur.kind()),
        ureq::Error::Timeout(_) => "le service S3 ne répond pas à temps".to_owned(),
        ureq::Error::HostNotFound => "le service S3 est introuvable".to_owned(),
        ureq::Error::ConnectionFailed => "le service S3 refuse la liaison".to_owned(),
        ureq::Error::BodyExceedsLimit(_) => "l'objet est trop grand".to_owned(),
        _ => "erreur de la liaison".to_owned(),
    };
    ErreurDeRegistre::panne(format!("{quoi} : {cause}"))
}
