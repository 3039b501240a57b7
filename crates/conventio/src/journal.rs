//! `journal verifier` and `journal tete`: is the suite of acts the one that was written?

use crate::Sortie;
use crate::base::avec_registre;
use crate::echec::{Code, Echec};
use crate::nombres::entier;
use clap::ArgMatches;
use registre::{Rupture, Tete, Verification};

pub(crate) fn journal(lus: &ArgMatches) -> Result<Sortie, Echec> {
    match lus.subcommand() {
        Some(("verifier", lus)) => verifier(lus),
        Some(("tete", lus)) => avec_registre(lus, async |registre| {
            let tete = registre.journal_tete().await?;
            Ok(format!("{}:{}\n", tete.rang, tete.empreinte).into())
        }),
        _ => Err(Echec::new(Code::Usage, "il faut une commande : conventio journal --help")),
    }
}

fn verifier(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let temoin = lus.get_one::<String>("temoin").map(|texte| lire_temoin(texte)).transpose()?;
    avec_registre(lus, async |registre| match registre.journal_verifier(temoin.as_ref()).await? {
        Verification::Intact(tete) if tete.rang == 0 => Ok("Journal intact : aucun acte.\n".to_owned().into()),
        Verification::Intact(tete) => {
            let actes = if tete.rang > 1 { "actes" } else { "acte" };
            let mut texte =
                format!("Journal intact : {} {actes}.\nTête : {}:{}\n", entier(tete.rang), tete.rang, tete.empreinte);
            if temoin.is_none() {
                texte.push_str(
                    "Sans témoin, un journal entièrement réécrit passerait : notez cette tête hors de la base.\n",
                );
            }
            Ok(texte.into())
        }
        Verification::Rompu(rang, rupture) => Err(Echec::new(
            Code::Regles,
            format!(
                "journal rompu à la ligne {} : {}. Gardez une copie de la base telle qu'elle est, et comparez avec la dernière sauvegarde intacte.",
                entier(rang),
                comment(rupture)
            ),
        )),
    })
}

fn comment(rupture: Rupture) -> &'static str {
    match rupture {
        Rupture::Modifiee => "son contenu a été modifié après coup",
        Rupture::Retiree => "elle a été retirée",
        Rupture::Deplacee => "elle ne suit pas celle d'avant : déplacée, remplacée ou insérée",
        Rupture::Ajoutee => "elle a été ajoutée sans passer par le service",
        Rupture::Reecrite => "la suite a été réécrite : elle ne passe plus par le témoin ou par la tête",
    }
}

fn lire_temoin(texte: &str) -> Result<Tete, Echec> {
    let lu = texte.trim().split_once(':').and_then(|(rang, empreinte)| {
        let hexa = empreinte.len() == 64 && empreinte.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c));
        Some(Tete { rang: rang.parse().ok().filter(|rang| *rang >= 0)?, empreinte: empreinte.to_owned() })
            .filter(|_| hexa)
    });
    lu.ok_or_else(|| {
        Echec::new(
            Code::Usage,
            format!("--temoin : « {texte} » n'est pas un témoin. Écrivez ce qu'a donné « conventio journal tete »."),
        )
    })
}
