//! Steps in their order: done, to do, not known yet.

use crate::svg::{Ancre, FILET_FORT, FORT, PLEIN, Svg, Ton, couper};
use crate::tableau::enumerer;
use crate::{Graphique, Tableau};

/// A list of steps.
#[derive(Debug, Clone)]
pub struct Etapes {
    /// What they lead to.
    pub titre: String,
    /// In their order.
    pub etapes: Vec<Etape>,
}

/// One step.
#[derive(Debug, Clone)]
pub struct Etape {
    /// What is to be done.
    pub libelle: String,
    /// Where it stands.
    pub avancement: Avancement,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Avancement {
    /// It is done.
    Fait,
    /// It was answered by no.
    NonFait,
    /// Nothing was answered.
    SansReponse,
}

impl Avancement {
    /// In words.
    pub const fn mot(self) -> &'static str {
        match self {
            Self::Fait => "fait",
            Self::NonFait => "non fait",
            Self::SansReponse => "sans réponse",
        }
    }
}

/// How wide the drawing is, and how many characters of a name fit on a line. It is narrow: what is drawn in a narrow
/// column is made smaller, and its texts with it.
const LARGE: i32 = 2_400;
const LETTRES: usize = 24;

impl Graphique for Etapes {
    fn svg(&self, id: &str) -> String {
        let mut svg = Svg::new(id);
        let mut y = 0;
        let mut precedent = None;
        for etape in &self.etapes {
            let lignes = couper(&etape.libelle, LETTRES);
            let centre = y + 200;
            if let Some(haut) = precedent {
                svg.ligne((160, haut), (160, centre - 150), FILET_FORT);
            }
            rondelle(&mut svg, centre, etape.avancement);
            let mut ligne = y + 190;
            for morceau in &lignes {
                svg.texte((440, ligne), Ancre::Debut, Ton::Nom, morceau);
                ligne += 190;
            }
            svg.texte((440, ligne), Ancre::Debut, Ton::Valeur, etape.avancement.mot());
            precedent = Some(centre + 150);
            y = ligne + 150;
        }
        svg.finir("g-etapes", (LARGE, y.max(100)), &self.titre, &self.phrase_entiere())
    }

    fn tableau(&self) -> Tableau {
        let mut tableau = Tableau::new(["Étape", "État"]);
        for etape in &self.etapes {
            tableau.ligne([etape.libelle.clone(), etape.avancement.mot().to_owned()]);
        }
        tableau
    }

    fn phrase(&self) -> String {
        let faites = self.etapes.iter().filter(|e| e.avancement == Avancement::Fait).count();
        let (s, total) = (if faites > 1 { "s" } else { "" }, self.etapes.len());
        format!("{}\u{a0}: {faites} étape{s} faite{s} sur {total}.", self.titre)
    }
}

impl Etapes {
    fn phrase_entiere(&self) -> String {
        let dites: Vec<String> =
            self.etapes.iter().map(|e| format!("{} ({})", e.libelle, e.avancement.mot())).collect();
        format!("{} {}.", self.phrase(), enumerer(&dites))
    }
}

/// A disc with a tick, a ring with a cross, a dashed ring.
fn rondelle(svg: &mut Svg, y: i32, avancement: Avancement) {
    let cercle = |svg: &mut Svg, attributs: &str| {
        svg.ajouter(format_args!("<circle cx=\"16\" cy=\"{}\" r=\"14\" {attributs}/>", y / 10));
    };
    let trait_ = |couleur: &str| format!("fill=\"none\" stroke=\"{couleur}\" stroke-width=\"2.5\"");
    match avancement {
        Avancement::Fait => {
            cercle(svg, &format!("fill=\"{PLEIN}\" stroke=\"{FORT}\""));
            svg.chemin(&[('M', 95, y), ('L', 145, y + 50), ('L', 230, y - 50)], &trait_("#fff"));
        }
        Avancement::NonFait => {
            cercle(svg, &format!("fill=\"#fff\" stroke=\"{FORT}\" stroke-width=\"2\""));
            svg.chemin(&[('M', 110, y - 50), ('L', 210, y + 50)], &trait_(FORT));
            svg.chemin(&[('M', 210, y - 50), ('L', 110, y + 50)], &trait_(FORT));
        }
        Avancement::SansReponse => {
            cercle(svg, &format!("fill=\"#fff\" stroke=\"{FILET_FORT}\" stroke-width=\"2\" stroke-dasharray=\"4 3\""));
        }
    }
}
