//! `liquider`: a run becomes payments. One person prepares, another makes the same run again and validates, and the
//! payment writes the ledger.

mod comptes;
mod montrer;
mod reprise;

use crate::base::{avec_registre, maintenant};
use crate::echec::{Code, Echec};
use crate::explication::jour;
use crate::manifeste::Manifeste;
use crate::nombres::{effectif, entier, euros};
use crate::{Sortie, empreintes};
use clap::ArgMatches;
use convention::Date;
use registre::{
    EmpreintesDeCalcul, Liquidation, NouvelleLiquidation, Ordonnancement, Registre, Reserve, empreinte_des_lignes,
};
use reprise::Reprise;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

pub(crate) fn liquider(lus: &ArgMatches) -> Result<Sortie, Echec> {
    match lus.subcommand() {
        Some(("preparer", lus)) => preparer(lus),
        Some(("valider", lus)) => valider(lus),
        Some(("payer", lus)) => payer(lus),
        Some(("abandonner", lus)) => abandonner(lus),
        Some(("montrer", lus)) => montrer::montrer(lus),
        _ => Err(Echec::new(Code::Usage, "il faut une commande : conventio liquider --help")),
    }
}

fn texte<'a>(lus: &'a ArgMatches, nom: &str) -> &'a str {
    lus.get_one::<String>(nom).map_or("", String::as_str)
}

/// Who acts; a blank name is nobody.
fn auteur(lus: &ArgMatches) -> Result<&str, Echec> {
    match texte(lus, "auteur").trim() {
        "" => Err(Echec::new(Code::Usage, "--auteur : dites qui, par un nom ou un identifiant.")),
        auteur => Ok(auteur),
    }
}

fn preparer(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let auteur = auteur(lus)?;
    let chemin = PathBuf::from(texte(lus, "manifeste"));
    let manifeste = Manifeste::lire(&chemin)?;
    let versement = lus.get_one::<String>("versement").map(String::as_str);
    avec_registre(lus, async |registre| {
        let reprise = reprendre(&registre, &manifeste, &chemin, versement, lus).await?;
        let exercice = manifeste.exercice().to_string();
        let texte = |cle: &str| manifeste.texte(cle).unwrap_or_default().to_owned();
        let empreintes = EmpreintesDeCalcul {
            regles: texte("/regles/sha256"),
            entrees: manifeste.empreinte_des_entrees(),
            executable: texte("/programme/executable_sha256"),
            sortie: texte("/sortie/sha256"),
            manifeste: empreintes::du_fichier(&chemin)?,
        };
        // The one who validates may stand in another folder.
        let absolu = std::path::absolute(&chemin).unwrap_or_else(|_| chemin.clone());
        let nouvelle = NouvelleLiquidation {
            dispositif: &texte("/dispositif"),
            exercice: &exercice,
            versement: &reprise.versement,
            titre: &reprise.titre,
            annee_du_versement: reprise.annee_du_versement,
            periode: reprise.periode.as_deref(),
            empreintes: &empreintes,
            manifeste: &absolu.display().to_string(),
            lignes: &reprise.lignes,
            reserves: &reprise.reserves,
            auteur,
        };
        let numero = registre.preparer_liquidation(&nouvelle, maintenant()).await?;
        Ok(dire_preparee(numero, &reprise).into())
    })
}

fn dire_preparee(numero: i64, reprise: &Reprise) -> String {
    let somme: i128 = reprise.lignes.iter().map(|l| i128::from(l.centimes)).sum();
    let repris: i128 = reprise.lignes.iter().map(|l| i128::from(l.centimes.min(0))).sum();
    let mut texte = format!(
        "Liquidation {numero} préparée : {}\n  {} à {}, {} au total",
        reprise.titre,
        compter(reprise.lignes.len(), "versement", "versements"),
        compter(reprise.payes(), "bénéficiaire", "bénéficiaires"),
        euros(somme)
    );
    if repris < 0 {
        let _ = write!(texte, ", dont {} à reprendre", euros(repris));
    }
    texte.push('\n');
    for (combien, quoi) in [
        (reprise.en_attente, "dont un chiffre n'est pas encore arrivé : une autre liquidation les paiera"),
        (
            reprise.sans_changement,
            if reprise.par_contrat { "sans rien de plus à verser" } else { "à qui rien n'est dû de plus" },
        ),
    ] {
        let (un, plusieurs) =
            if reprise.par_contrat { ("contrat", "contrats") } else { ("bénéficiaire", "bénéficiaires") };
        if combien > 0 {
            let _ = writeln!(texte, "  {} {quoi}", compter(combien, un, plusieurs));
        }
    }
    if reprise.reserves.is_empty() {
        texte.push_str("Rien n'est payé. Une autre personne doit la valider : conventio liquider valider ");
        let _ = writeln!(texte, "{numero} --registre BASE --auteur NOM");
    } else {
        texte.push_str("Elle ne pourra pas être validée : ce n'est pas un ordre de paiement.\n");
        texte.push_str(&dire_les_reserves(&reprise.reserves));
    }
    texte
}

fn compter(combien: usize, un: &str, plusieurs: &str) -> String {
    format!("{} {}", effectif(combien), if combien > 1 { plusieurs } else { un })
}

fn dire_les_reserves(reserves: &[Reserve]) -> String {
    let mut texte = String::from("À confirmer :\n");
    for r in reserves {
        let qui = if r.beneficiaires > 1 { "bénéficiaires" } else { "bénéficiaire" };
        let _ = writeln!(texte, "  {} : {}, {} {qui}", r.motif.libelle(), r.nom, entier(r.beneficiaires));
    }
    texte
}

fn valider(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let auteur = auteur(lus)?;
    avec_registre(lus, async |registre| {
        let l = demandee(&registre, lus).await?;
        payable(&l)?;
        let (chemin, manifeste) = son_manifeste(&l, lus)?;
        let reprise = reprendre(&registre, &manifeste, &chemin, Some(&l.versement), lus).await?;
        if !reprise.reserves.is_empty() {
            return Err(reservee(&l, &reprise.reserves));
        }
        let ordre = Ordonnancement { numero: l.numero, auteur, instant: maintenant() };
        registre.valider_liquidation(&ordre, &empreinte_des_lignes(&reprise.lignes)).await?;
        Ok(format!(
            "Liquidation {} validée : le calcul refait donne les mêmes {}, {} au total.\nIl reste à la payer : conventio liquider payer {} --date AAAA-MM-JJ --registre BASE --auteur NOM\n",
            l.numero,
            compter(reprise.lignes.len(), "versement", "versements"),
            euros(l.total.1),
            l.numero
        )
        .into())
    })
}

fn payer(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let auteur = auteur(lus)?;
    let date = lus.get_one::<Date>("date").copied().unwrap_or(Date::MIN);
    avec_registre(lus, async |registre| {
        let l = demandee(&registre, lus).await?;
        payable(&l)?;
        let (chemin, manifeste) = son_manifeste(&l, lus)?;
        reprise::controler_les_fichiers(&manifeste, &chemin, conventions(lus))?;
        let ordre = Ordonnancement { numero: l.numero, auteur, instant: maintenant() };
        registre.payer_liquidation(&ordre, date).await?;
        Ok(format!(
            "Liquidation {} payée le {} : {} au grand livre, {} au total.\n",
            l.numero,
            jour(date),
            compter(usize::try_from(l.total.0).unwrap_or(usize::MAX), "versement", "versements"),
            euros(l.total.1)
        )
        .into())
    })
}

fn abandonner(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let auteur = auteur(lus)?;
    avec_registre(lus, async |registre| {
        let l = demandee(&registre, lus).await?;
        let ordre = Ordonnancement { numero: l.numero, auteur, instant: maintenant() };
        registre.abandonner_liquidation(&ordre, texte(lus, "motif")).await?;
        Ok(format!("Liquidation {} abandonnée : rien n'en sera payé.\n", l.numero).into())
    })
}

/// The run that the command names.
async fn demandee(registre: &Registre, lus: &ArgMatches) -> Result<Liquidation, Echec> {
    let numero = lus.get_one::<i64>("NUMERO").copied().unwrap_or_default();
    registre.liquidation(numero).await?.ok_or_else(|| {
        let phrase = format!(
            "la liquidation {numero} n'existe pas dans ce registre. « conventio liquider montrer » les donne toutes."
        );
        Echec::new(Code::Usage, phrase)
    })
}

/// Told before the run is made again: nothing else would change it.
fn payable(l: &Liquidation) -> Result<(), Echec> {
    if l.reserves.is_empty() { Ok(()) } else { Err(reservee(l, &l.reserves)) }
}

fn reservee(l: &Liquidation, reserves: &[Reserve]) -> Echec {
    let texte = format!(
        "la liquidation {} est refusée : ce n'est pas un ordre de paiement, car ses montants reposent sur ce qui n'est pas établi.\n{}Faites établir ces valeurs par une source dans les règles, refaites « calculer », puis préparez une autre liquidation.",
        l.numero,
        dire_les_reserves(reserves)
    );
    Echec::new(Code::Regles, texte)
}

/// The manifest from which the run was prepared, unchanged.
fn son_manifeste(l: &Liquidation, lus: &ArgMatches) -> Result<(PathBuf, Manifeste), Echec> {
    let chemin = lus.get_one::<String>("manifeste").map_or_else(|| PathBuf::from(&l.manifeste), PathBuf::from);
    if !chemin.is_file() {
        let phrase = format!(
            "le manifeste de la liquidation {} n'est plus là : {}. Dites où il est avec --manifeste.",
            l.numero,
            chemin.display()
        );
        return Err(Echec::new(Code::Acces, phrase));
    }
    if empreintes::du_fichier(&chemin)? != l.empreintes.manifeste {
        let phrase = format!(
            "{} n'est pas le manifeste de la liquidation {} : il a changé depuis sa préparation. Retrouvez l'original, ou abandonnez-la.",
            chemin.display(),
            l.numero
        );
        return Err(Echec::new(Code::Regles, phrase));
    }
    let manifeste = Manifeste::lire(&chemin)?;
    Ok((chemin, manifeste))
}

fn conventions(lus: &ArgMatches) -> Option<&Path> {
    lus.get_one::<String>("conventions").map(Path::new)
}

/// Makes the run again on what is paid today.
async fn reprendre(
    registre: &Registre,
    manifeste: &Manifeste,
    chemin: &Path,
    versement: Option<&str>,
    lus: &ArgMatches,
) -> Result<Reprise, Echec> {
    let dispositif = manifeste.texte("/dispositif").unwrap_or_default();
    let deja = registre.deja_verse_a_tous(dispositif, &manifeste.exercice().to_string()).await?;
    reprise::reprendre(&reprise::Demandee { manifeste, chemin, conventions: conventions(lus), versement, deja: &deja })
}
