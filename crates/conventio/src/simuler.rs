//! `simuler`: the same population before and after a change of parameters. Nothing is written anywhere.

use crate::Sortie;
use crate::calcul::Preparation;
use crate::calculer::Demande;
use crate::chiffres;
use crate::echec::{Code, Echec};
use crate::nombres::{effectif, euros};
use crate::progression::Progression;
use crate::tableau::{Cote, tableau};
use clap::ArgMatches;
use formule::Resultats;
use serde_json::json;
use std::fmt::Write as _;

pub(crate) fn simuler(lus: &ArgMatches) -> Result<Sortie, Echec> {
    let demande = Demande::de(lus)?;
    let (source, code) = demande.regles()?;
    let dispositif = source.dispositif(&code)?;
    let avant = demande.surcharges(dispositif)?;
    let mut apres = avant.clone();
    let changements: Vec<&String> = lus.get_many::<String>("parametre").into_iter().flatten().collect();
    for changement in &changements {
        apres = apres.avec_texte(changement).map_err(|phrase| Echec::new(Code::Usage, format!("{phrase}.")))?;
    }
    let reference = Preparation::de(dispositif, demande.exercice, &avant)?;
    // A name or a value that the rules do not have is a mistake of the command, not a defect of the rules.
    let essai = Preparation::de(dispositif, demande.exercice, &apres).map_err(|echec| Echec {
        code: Code::Usage,
        message: echec.message.replace("les règles ne peuvent pas être chargées", "ce changement ne convient pas"),
    })?;
    let progression = Progression::new();
    progression.etape("Lecture des chiffres");
    let chiffres_avant = chiffres::lire(dispositif, &reference, &demande.fichiers)?;
    // The national stage belongs to each side: a change may move a mean or an envelope.
    let chiffres_apres = chiffres::lire(dispositif, &essai, &demande.fichiers)?;
    progression.etape("Calcul avant et après");
    let avant = reference.executer(&chiffres_avant.jeu)?;
    let apres = essai.executer(&chiffres_apres.jeu)?;
    drop(progression);
    chiffres::avertir(&chiffres_avant.avertissements);
    let comparaison = Comparaison::de(&avant, &apres);
    if lus.get_one::<String>("format").is_some_and(|f| f == "json") {
        let parametres: Vec<&str> = changements.iter().map(|c| c.as_str()).collect();
        let json = json!({
            "dispositif": code,
            "exercice": demande.exercice,
            "parametres": parametres,
            "beneficiaires": avant.lignes,
            "compares": comparaison.ecarts.len(),
            "avant_inconnus": comparaison.inconnus_avant,
            "apres_inconnus": comparaison.inconnus_apres,
            "avant_centimes": comparaison.avant.to_string(),
            "apres_centimes": comparaison.apres.to_string(),
            "gagnants": comparaison.combien(|e| e > 0),
            "perdants": comparaison.combien(|e| e < 0),
            "inchanges": comparaison.combien(|e| e == 0),
            "deciles_centimes": comparaison.deciles(),
        });
        return Ok(format!("{json:#}\n").into());
    }
    let mut texte = format!(
        "{}, exercice {} : simulation, rien n'est modifié\n",
        dispositif.titre_en(demande.exercice),
        demande.exercice
    );
    for changement in &changements {
        let _ = writeln!(texte, "  {changement}");
    }
    texte.push('\n');
    texte.push_str(&comparaison.en_texte(&reference.compter(avant.lignes), reference.lignes_en_mots()));
    Ok(texte.into())
}

/// Before and after, on those whose amount is known on both sides.
struct Comparaison {
    /// Differences in cents, sorted.
    ecarts: Vec<i64>,
    avant: i128,
    apres: i128,
    gains: i128,
    pertes: i128,
    inconnus_avant: usize,
    inconnus_apres: usize,
}

impl Comparaison {
    fn de(avant: &Resultats, apres: &Resultats) -> Self {
        let mut c =
            Self { ecarts: Vec::new(), avant: 0, apres: 0, gains: 0, pertes: 0, inconnus_avant: 0, inconnus_apres: 0 };
        for rang in 0..avant.lignes {
            let (a, b) = (avant.colonnes[0].centimes(rang), apres.colonnes[0].centimes(rang));
            c.inconnus_avant += usize::from(a.is_none());
            c.inconnus_apres += usize::from(b.is_none());
            let (Some(a), Some(b)) = (a, b) else { continue };
            let ecart = b.saturating_sub(a);
            c.avant += i128::from(a);
            c.apres += i128::from(b);
            c.gains += i128::from(ecart.max(0));
            c.pertes += i128::from(ecart.min(0));
            c.ecarts.push(ecart);
        }
        c.ecarts.sort_unstable();
        c
    }

    fn combien(&self, de: impl Fn(i64) -> bool) -> usize {
        self.ecarts.iter().filter(|ecart| de(**ecart)).count()
    }

    /// The nine deciles of the differences, by nearest rank.
    fn deciles(&self) -> Vec<i64> {
        let n = self.ecarts.len();
        (1..10).filter_map(|k| self.ecarts.get((n * k).div_ceil(10).saturating_sub(1)).copied()).collect()
    }

    fn en_texte(&self, combien: &str, lignes: &str) -> String {
        let mut texte = String::new();
        let ecart = self.apres - self.avant;
        let signe = |centimes: i128| format!("{}{}", if centimes > 0 { "+" } else { "" }, euros(centimes));
        let _ = writeln!(
            texte,
            "{combien} ; montant connu avant et après : {} (inconnu avant : {}, après : {})\n",
            effectif(self.ecarts.len()),
            effectif(self.inconnus_avant),
            effectif(self.inconnus_apres)
        );
        let _ = writeln!(
            texte,
            "  Total avant   {}\n  Total après   {}\n  Écart         {}\n",
            euros(self.avant),
            euros(self.apres),
            signe(ecart)
        );
        let ligne =
            |nom: &str, combien: usize, centimes: i128| vec![nom.to_owned(), effectif(combien), signe(centimes)];
        texte.push_str(&tableau(
            &[("", Cote::Gauche), (lignes, Cote::Droite), ("écart", Cote::Droite)],
            &[
                ligne("gagnent", self.combien(|e| e > 0), self.gains),
                ligne("perdent", self.combien(|e| e < 0), self.pertes),
                ligne("inchangés", self.combien(|e| e == 0), 0),
            ],
        ));
        let deciles = self.deciles();
        if !deciles.is_empty() {
            texte.push_str("\n  Déciles de l'écart\n");
            let lignes: Vec<Vec<String>> = deciles
                .iter()
                .enumerate()
                .map(|(rang, centimes)| vec![format!("D{}", rang + 1), signe(i128::from(*centimes))])
                .collect();
            texte.push_str(&tableau(&[("", Cote::Gauche), ("écart", Cote::Droite)], &lignes));
        }
        texte
    }
}
