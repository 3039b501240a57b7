//! Who decides of a run: another person validates it, its payment writes the ledger, or it is given up.

use crate::erreur::Tentative;
use crate::liquidations_gardees::{lines, liquidations, write_step};
use crate::versements::write_order;
use crate::{
    Acte, Charge, ErreurDeRegistre, EtapeDeLiquidation, EtatDeLiquidation, Instant, Liquidation, OrdreDeVersement,
    Registre, Resultat, Versement, deja_verse, journal,
};
use convention::Date;
use sqlx::{Any, Transaction};

/// Who decides of which run, and when.
#[derive(Debug, Clone, Copy)]
pub struct Ordonnancement<'a> {
    /// The number of the run.
    pub numero: i64,
    /// Who decides.
    pub auteur: &'a str,
    /// When.
    pub instant: Instant,
}

impl Registre {
    /// Another person than the one who prepared it agrees, having made the run again: `lignes` is the hash of what
    /// they got.
    pub async fn valider_liquidation(&self, o: &Ordonnancement<'_>, lignes: &str) -> Resultat<()> {
        let mut tx = self.ecrire().await?;
        let l = waiting(&mut tx, o, &[EtatDeLiquidation::Preparee], "validée").await?;
        if l.etapes.first().is_some_and(|preparation| same_person(&preparation.auteur, o.auteur)) {
            return Err(ErreurDeRegistre::refus(
                format!("La liquidation {} a été préparée par la même personne. Une autre doit la valider.", o.numero),
                "validation par la personne qui a préparé",
            ));
        }
        without_reserve(&l)?;
        if l.lignes != lignes {
            return Err(stale(o.numero));
        }
        let charge = Charge::new().avec("lignes", lignes);
        write(&mut tx, &l, o, Step { etat: EtatDeLiquidation::Validee, jour: None, motif: None }, charge).await?;
        tx.commit().await.tentant("valider une liquidation")
    }

    /// Pays a validated run: its lines enter the ledger, all or none, on the day given. Refused when anything was
    /// paid to the same people for the same dispositif and exercice since it was prepared.
    pub async fn payer_liquidation(&self, o: &Ordonnancement<'_>, jour: Date) -> Resultat<()> {
        let mut tx = self.ecrire().await?;
        let l = waiting(&mut tx, o, &[EtatDeLiquidation::Validee], "payée").await?;
        without_reserve(&l)?;
        let gardees = lines(&mut tx, l.numero).await?;
        let deja = deja_verse::read(&mut *tx, &l.dispositif, &l.exercice, None).await?;
        let aucun = crate::DejaVerse::default();
        if gardees.iter().any(|g| deja.get(&g.cle).unwrap_or(&aucun).canonique() != g.deja) {
            return Err(stale(o.numero));
        }
        let versements: Vec<Versement> = gardees
            .into_iter()
            .map(|g| Versement {
                beneficiaire: g.cle.beneficiaire,
                contrat: g.cle.contrat,
                dispositif: l.dispositif.clone(),
                exercice: l.exercice.clone(),
                code: l.versement.clone(),
                nature: g.nature,
                centimes: g.centimes,
            })
            .collect();
        let ordre = OrdreDeVersement { calcul: &l.calcul, versements: &versements, auteur: o.auteur };
        if !write_order(&mut tx, &ordre, o.instant).await? {
            return Err(ErreurDeRegistre::panne(format!(
                "payer une liquidation : {} est déjà au grand livre",
                l.calcul
            )));
        }
        let charge = Charge::new().avec("lignes", &l.lignes).avec("jour", jour.to_string());
        write(&mut tx, &l, o, Step { etat: EtatDeLiquidation::Payee, jour: Some(jour), motif: None }, charge).await?;
        tx.commit().await.tentant("valider un paiement")
    }

    /// Gives a run up, with a reason: nothing of it will be paid.
    pub async fn abandonner_liquidation(&self, o: &Ordonnancement<'_>, motif: &str) -> Resultat<()> {
        if motif.trim().is_empty() {
            return Err(ErreurDeRegistre::refus(
                "Dites pourquoi cette liquidation est abandonnée.",
                "abandon sans motif",
            ));
        }
        let mut tx = self.ecrire().await?;
        let depuis = [EtatDeLiquidation::Preparee, EtatDeLiquidation::Validee];
        let l = waiting(&mut tx, o, &depuis, "abandonnée").await?;
        let charge = Charge::new().avec("motif", motif);
        let step = Step { etat: EtatDeLiquidation::Abandonnee, jour: None, motif: Some(motif) };
        write(&mut tx, &l, o, step, charge).await?;
        tx.commit().await.tentant("abandonner une liquidation")
    }
}

struct Step<'a> {
    etat: EtatDeLiquidation,
    jour: Option<Date>,
    motif: Option<&'a str>,
}

/// The run, provided that it waits for this decision. Nobody else decides or pays until the transaction ends.
async fn waiting(
    tx: &mut Transaction<'static, Any>,
    o: &Ordonnancement<'_>,
    depuis: &[EtatDeLiquidation],
    voulu: &str,
) -> Resultat<Liquidation> {
    if o.auteur.trim().is_empty() {
        return Err(ErreurDeRegistre::refus("Dites qui décide.", "décision sans auteur"));
    }
    journal::lock(&mut *tx).await?;
    let trouvee = liquidations(tx, Some(o.numero)).await?.pop();
    let l = trouvee.ok_or_else(|| {
        ErreurDeRegistre::refus(
            format!("La liquidation {} n'existe pas dans ce registre.", o.numero),
            "liquidation absente",
        )
    })?;
    if depuis.contains(&l.etat()) {
        return Ok(l);
    }
    let (etat, suite) = match l.etat() {
        EtatDeLiquidation::Preparee => ("attend encore sa validation", "Une autre personne doit d'abord la valider."),
        EtatDeLiquidation::Validee => ("est déjà validée", "Il reste à la payer, ou à l'abandonner."),
        EtatDeLiquidation::Payee => ("est déjà payée", "Une correction demande une nouvelle liquidation."),
        EtatDeLiquidation::Abandonnee => ("est abandonnée", "Préparez-en une autre."),
    };
    Err(ErreurDeRegistre::refus(
        format!("La liquidation {} ne peut pas être {voulu} : elle {etat}. {suite}", o.numero),
        format!("liquidation {} : décision impossible depuis {}", o.numero, l.etat().mot()),
    ))
}

async fn write(
    tx: &mut Transaction<'static, Any>,
    l: &Liquidation,
    o: &Ordonnancement<'_>,
    step: Step<'_>,
    charge: Charge,
) -> Resultat<()> {
    let acte = match step.etat {
        EtatDeLiquidation::Preparee => "preparer",
        EtatDeLiquidation::Validee => "valider",
        EtatDeLiquidation::Payee => "payer",
        EtatDeLiquidation::Abandonnee => "abandonner",
    };
    let etape = EtapeDeLiquidation {
        etat: step.etat,
        auteur: o.auteur.to_owned(),
        instant: o.instant,
        jour: step.jour,
        motif: step.motif.map(str::to_owned),
    };
    let rang = i64::try_from(l.etapes.len()).unwrap_or(i64::MAX - 1) + 1;
    write_step(tx, l.numero, rang, &etape).await?;
    let objet = format!("liquidation/{}", l.numero);
    journal::append(&mut *tx, &Acte { acteur: o.auteur, acte, objet: &objet, charge }, o.instant).await?;
    Ok(())
}

/// What depends on something that nobody established can be simulated, never paid.
fn without_reserve(l: &Liquidation) -> Resultat<()> {
    if l.reserves.is_empty() {
        return Ok(());
    }
    let noms: Vec<String> = l.reserves.iter().map(|r| format!("{} : {}", r.motif.libelle(), r.nom)).collect();
    Err(ErreurDeRegistre::refus(
        format!(
            "La liquidation {} n'est pas un ordre de paiement. À confirmer d'abord : {}.",
            l.numero,
            noms.join(" ; ")
        ),
        format!("liquidation {} : {} réserves", l.numero, l.reserves.len()),
    ))
}

fn stale(numero: i64) -> ErreurDeRegistre {
    ErreurDeRegistre::refus(
        format!(
            "La liquidation {numero} ne dit plus ce qui reste à verser : le grand livre ou le calcul a changé depuis sa \
             préparation. Abandonnez-la, puis préparez-en une autre."
        ),
        format!("liquidation {numero} : lignes différentes de celles préparées"),
    )
}

/// The same name written otherwise is the same person.
fn same_person(un: &str, autre: &str) -> bool {
    un.trim().to_lowercase() == autre.trim().to_lowercase()
}
