//! The one who takes the e-mails to the relay, and notes what became of each.

use crate::{Lettre, Reglages, composer};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use registre::{CourrielAEnvoyer, Echec, Instant, MotifDEchec, Registre};
use std::fmt;
use std::time::Duration;

/// How long a relay may keep silent.
const PATIENCE: Duration = Duration::from_secs(20);
/// How many e-mails a round takes.
const PAR_TOURNEE: i64 = 100;

/// The one who takes the e-mails to the relay. One per register.
pub struct Facteur {
    reglages: Reglages,
    relais: AsyncSmtpTransport<Tokio1Executor>,
}

impl fmt::Debug for Facteur {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Facteur").field("reglages", &self.reglages).finish_non_exhaustive()
    }
}

/// What a round did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tournee {
    /// How many the relay accepted.
    pub envoyes: u32,
    /// How many will be tried again.
    pub reportes: u32,
    /// How many are given up.
    pub abandonnes: u32,
    /// For the log: one sentence per failure, without address nor name.
    pub constats: Vec<String>,
}

impl Facteur {
    /// Prepares to send; nothing is connected yet. Fails when the relay's certificate could not be checked.
    pub fn new(reglages: Reglages) -> Result<Self, crate::ReglageFautif> {
        let relais = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(reglages.relais.hote.as_str())
            .port(reglages.relais.port)
            .timeout(Some(PATIENCE))
            .hello_name(ClientId::Domain(reglages.expediteur.domaine().to_owned()));
        let relais = secured(relais, &reglages)?;
        Ok(Self { relais: relais.build(), reglages })
    }

    /// Sends what is due, one after the other. When nobody answers at the relay the round stops there: the others keep
    /// their turn. The register's own failures end it too.
    pub async fn tournee(&self, registre: &Registre, maintenant: Instant) -> registre::Resultat<Tournee> {
        let mut tournee = Tournee::default();
        for courriel in registre.courriels_a_envoyer(PAR_TOURNEE, maintenant).await? {
            let echec = match self.envoyer(&courriel, maintenant).await {
                Ok(()) => {
                    registre.courriel_envoye(&courriel.id, maintenant).await?;
                    tournee.envoyes += 1;
                    continue;
                }
                Err(echec) => echec,
            };
            let prochaine = registre.courriel_echoue(&courriel.id, echec, maintenant).await?;
            tournee.note(&courriel.id, echec, prochaine, maintenant);
            if echec.motif == MotifDEchec::RelaisInjoignable {
                break;
            }
        }
        Ok(tournee)
    }

    /// Sends one e-mail, and notes nothing.
    pub async fn envoyer(&self, courriel: &CourrielAEnvoyer, maintenant: Instant) -> Result<(), Echec> {
        if courriel.perime.is_some_and(|perime| perime <= maintenant) {
            return Err(Echec { motif: MotifDEchec::Perime, code: None });
        }
        let lettre = composer(courriel, &self.reglages, maintenant);
        let Some(Lettre(message)) = lettre else { return Err(Echec { motif: MotifDEchec::Illisible, code: None }) };
        match self.relais.send(message).await {
            Ok(_) => Ok(()),
            Err(erreur) => Err(cause(&erreur)),
        }
    }
}

impl Tournee {
    fn note(&mut self, id: &str, echec: Echec, prochaine: Option<Instant>, maintenant: Instant) {
        let code = echec.code.map(|code| format!(" (réponse {code})")).unwrap_or_default();
        let suite = match prochaine {
            Some(prochaine) => {
                self.reportes += 1;
                format!("nouvel essai dans {} min", (prochaine.0 - maintenant.0) / 60_000)
            }
            None => {
                self.abandonnes += 1;
                "abandonné".to_owned()
            }
        };
        self.constats.push(format!("courriel {id} : {}{code}, {suite}", echec.motif.mot()));
    }
}

/// Why the relay did not take a message. Only answers about this message (550 to 559) are final: any other refusal may
/// come from our settings, and must not lose everybody's mail.
fn cause(erreur: &lettre::transport::smtp::Error) -> Echec {
    let code = erreur.status().map(u16::from);
    let motif = match code {
        Some(550..=559) => MotifDEchec::DestinataireRefuse,
        Some(_) => MotifDEchec::RelaisRefuse,
        None if erreur.is_client() => MotifDEchec::Illisible,
        None => MotifDEchec::RelaisInjoignable,
    };
    Echec { motif, code }
}

type Relais = lettre::transport::smtp::AsyncSmtpTransportBuilder;

/// The other build can fail here.
#[cfg(not(feature = "tls"))]
fn secured(relais: Relais, _: &Reglages) -> Result<Relais, crate::ReglageFautif> {
    Ok(relais)
}

#[cfg(feature = "tls")]
fn secured(relais: Relais, reglages: &Reglages) -> Result<Relais, crate::ReglageFautif> {
    use lettre::transport::smtp::authentication::Credentials;
    use lettre::transport::smtp::client::{Tls, TlsParameters};
    if !reglages.relais.chiffre {
        return Ok(relais);
    }
    let parametres = TlsParameters::new(reglages.relais.hote.clone()).map_err(|_| crate::ReglageFautif {
        nom: "CONVENTIO_SMTP",
        conseil: "le nom du relais ne peut pas être celui d'un certificat : écrivez son nom complet",
    })?;
    let relais = relais.tls(Tls::Wrapper(parametres));
    Ok(match reglages.relais.identite.clone() {
        Some((nom, passe)) => relais.credentials(Credentials::new(nom, passe)),
        None => relais,
    })
}
