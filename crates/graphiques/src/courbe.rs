//! Figures along time: bars for one or two series, lines beyond.

use crate::svg::{Ancre, Boite, Etiquette, FILET, FILET_FORT, Svg, Ton};
use crate::tableau::{enumerer, minuscule};
use crate::{Axe, Cle, Graphique, Mesure, Sens, Tableau, Valeur, barres, lignes};

/// Beyond this many bars, they would be too thin to carry their figures: less room is left between those of two series.
const BARRES: usize = 6;
const BARRES_DE_DEUX: usize = 8;

/// Figures along time.
#[derive(Debug, Clone)]
pub struct Courbe {
    /// What is measured.
    pub titre: String,
    /// What the abscissas are: « Année », « Trimestre ».
    pub abscisse: String,
    /// One per moment.
    pub abscisses: Vec<String>,
    /// What is followed.
    pub series: Vec<Serie>,
    /// The objective of each moment, or none at all.
    pub objectifs: Vec<Option<Valeur>>,
    /// What they are called, when they are not simply objectives.
    pub nom_des_objectifs: Option<String>,
    /// On which side they are reached; none for marks that nothing is judged against.
    pub sens: Option<Sens>,
    /// The scale.
    pub axe: Axe,
}

/// One thing followed.
#[derive(Debug, Clone)]
pub struct Serie {
    /// Its name.
    pub nom: String,
    /// Is it what others do, beside which one looks at oneself? Its bars are dotted.
    pub repere: bool,
    /// One per moment; what is missing at the end is not available.
    pub mesures: Vec<Mesure>,
}

impl Serie {
    pub(crate) fn mesure(&self, rang: usize) -> Mesure {
        self.mesures.get(rang).cloned().unwrap_or(Mesure::Absente(crate::Absence::NonDisponible))
    }
}

/// Where figures are drawn.
pub(crate) struct Cadre<'a> {
    pub(crate) courbe: &'a Courbe,
    pub(crate) gauche: i32,
    pub(crate) large: i32,
    pub(crate) bas: i32,
    pub(crate) haut: i32,
}

impl Cadre<'_> {
    pub(crate) fn y(&self, mesure: i64) -> i32 {
        self.bas - self.courbe.axe.place(mesure, self.bas - self.haut)
    }

    /// The width of a moment.
    pub(crate) fn pas(&self) -> i32 {
        self.large / i32::try_from(self.courbe.abscisses.len()).unwrap_or(1).max(1)
    }

    /// The middle of a moment.
    pub(crate) fn x(&self, rang: usize) -> i32 {
        self.gauche + self.pas() * i32::try_from(rang).unwrap_or(0) + self.pas() / 2
    }

    /// The box of a figure that is not available: on zero, or under it when every figure is negative.
    pub(crate) fn vide(&self, x: i32, large: i32) -> Boite {
        Boite { x: x - large / 2, y: (self.y(0) - 320).max(self.haut), large, haut: 320 }
    }
}

impl Courbe {
    fn en_barres(&self) -> bool {
        match self.series.len() {
            0 | 1 => self.abscisses.len() <= BARRES,
            2 => self.abscisses.len() * 2 <= BARRES_DE_DEUX,
            _ => false,
        }
    }

    pub(crate) fn objectif(&self, rang: usize) -> Option<&Valeur> {
        self.objectifs.get(rang)?.as_ref()
    }

    fn nom_des_objectifs(&self) -> &str {
        self.nom_des_objectifs.as_deref().unwrap_or("Objectif")
    }

    fn dire_l_objectif(&self, objectif: &Valeur) -> String {
        match self.sens.filter(|_| self.nom_des_objectifs.is_none()) {
            Some(sens) => sens.dire(&objectif.ecrit),
            None => objectif.ecrit.clone(),
        }
    }

    fn a_des_objectifs(&self) -> bool {
        self.objectifs.iter().any(Option::is_some)
    }

    /// Every figure of a series, in words.
    fn dire(&self, serie: &Serie) -> String {
        let dits = self.abscisses.iter().enumerate();
        let dits: Vec<String> =
            dits.map(|(rang, quand)| format!("{} {}", serie.mesure(rang).ecrit(), moment(quand))).collect();
        format!("{}\u{a0}: {}", serie.nom, enumerer(&dits))
    }
}

impl Graphique for Courbe {
    fn svg(&self, id: &str) -> String {
        let mut svg = Svg::new(id);
        let lettres = self.axe.graduations.iter().map(|g| g.ecrit.chars().count()).max().unwrap_or(1);
        let gauche = 110 + 120 * i32::try_from(lettres).unwrap_or(8).min(14);
        // Lines leave room on the right for the figures at their ends.
        let droite = if self.en_barres() { 3_960 } else { 2_960 };
        let large = droite - gauche;
        let cadre = Cadre { courbe: self, gauche, large, bas: 1_960, haut: 300 };
        for graduation in &self.axe.graduations {
            let y = cadre.y(graduation.mesure);
            let couleur = if graduation.mesure == 0 { FILET_FORT } else { FILET };
            svg.ligne((gauche, y), (gauche + large, y), couleur);
            svg.texte((gauche - 60, y + 40), Ancre::Fin, Ton::Axe, &graduation.ecrit);
        }
        let (mut obstacles, mut figures) = if self.en_barres() {
            barres::dessiner(&mut svg, &cadre)
        } else {
            lignes::dessiner(&mut svg, &cadre);
            (Vec::new(), Vec::new())
        };
        for rang in 0..self.abscisses.len() {
            let Some(objectif) = self.objectif(rang) else { continue };
            let (x, y) = (cadre.x(rang), cadre.y(objectif.mesure));
            let demi = (cadre.pas() * 42 / 100).min(500);
            svg.objectif((x, y), demi);
            obstacles.push(Boite { x: x - demi, y: y - 50, large: 2 * demi, haut: 100 });
            // Nothing else is written where only the objective is known.
            if self.series.iter().all(|s| s.mesure(rang).valeur().is_none()) {
                figures.push(Etiquette { place: (x, y - 110), ton: Ton::Valeur, texte: objectif.ecrit.clone() });
            }
        }
        svg.etiquettes(&figures, &obstacles);
        let moments = self.abscisses.iter().enumerate().rev();
        let moments = moments.map(|(rang, quand)| {
            let place = (cadre.x(rang), cadre.bas + 230);
            Etiquette { place, ton: Ton::Nom, texte: quand.clone() }
        });
        svg.etiquettes(&moments.collect::<Vec<_>>(), &[]);
        svg.finir("g-courbe", (4_000, 2_290), &self.titre, &self.phrase_entiere())
    }

    fn tableau(&self) -> Tableau {
        let mut entetes = vec![self.abscisse.clone()];
        entetes.extend(self.series.iter().map(|s| s.nom.clone()));
        if self.a_des_objectifs() {
            entetes.push(self.nom_des_objectifs().to_owned());
        }
        let lignes = self.abscisses.iter().enumerate().map(|(rang, quand)| {
            let mut ligne = vec![quand.clone()];
            ligne.extend(self.series.iter().map(|s| s.mesure(rang).ecrit()));
            if self.a_des_objectifs() {
                let objectif = self.objectif(rang);
                ligne.push(objectif.map_or_else(|| "aucun".to_owned(), |v| self.dire_l_objectif(v)));
            }
            ligne
        });
        Tableau { entetes, lignes: lignes.collect() }
    }

    fn phrase(&self) -> String {
        let evolutions = self.series.iter().map(|serie| {
            let connus: Vec<(usize, &Valeur)> =
                serie.mesures.iter().enumerate().filter_map(|(rang, m)| Some((rang, m.valeur()?))).collect();
            let quand = |rang: usize| moment(self.abscisses.get(rang).map_or("", String::as_str));
            match connus.as_slice() {
                [] => format!("{}\u{a0}: aucune valeur disponible", serie.nom),
                [(rang, seule)] => format!("{}\u{a0}: {} {}", serie.nom, seule.ecrit, quand(*rang)),
                [(de, premiere), entre @ .., (a, derniere)]
                    if premiere.mesure == derniere.mesure && entre.iter().any(|(_, v)| v.mesure != premiere.mesure) =>
                {
                    let extreme = |v: Option<&(usize, &Valeur)>| v.map_or("", |(_, v)| v.ecrit.as_str()).to_owned();
                    let bas = extreme(entre.iter().min_by_key(|(_, v)| v.mesure));
                    let haut = extreme(entre.iter().max_by_key(|(_, v)| v.mesure));
                    let entre = if bas == haut { bas } else { format!("de {bas} à {haut}") };
                    let meme = format!("{} {} et {}", premiere.ecrit, quand(*de), quand(*a));
                    format!("{} au même point, {meme}, {entre} dans l'intervalle", serie.nom)
                }
                [(de, premiere), .., (a, derniere)] => {
                    let verbe = match derniere.mesure.cmp(&premiere.mesure) {
                        std::cmp::Ordering::Greater => "en hausse, de",
                        std::cmp::Ordering::Less => "en baisse, de",
                        std::cmp::Ordering::Equal => "stable, de",
                    };
                    let (avant, apres) = (&premiere.ecrit, &derniere.ecrit);
                    format!("{} {verbe} {avant} {} à {apres} {}", serie.nom, quand(*de), quand(*a))
                }
            }
        });
        let mut dites: Vec<String> = evolutions.collect();
        let dernier =
            self.abscisses.iter().enumerate().rev().find_map(|(rang, quand)| Some((quand, self.objectif(rang)?)));
        let nom = minuscule(self.nom_des_objectifs());
        dites.extend(dernier.map(|(quand, v)| format!("{nom} {quand}\u{a0}: {}", self.dire_l_objectif(v))));
        format!("{}.", dites.join("\u{a0}; "))
    }

    fn legende(&self, id: &str) -> Vec<Cle> {
        let mut cles = Vec::new();
        let mesures = || self.series.iter().flat_map(|s| s.mesures.iter().take(self.abscisses.len()));
        if self.en_barres() {
            let premiere = self.series.first().map_or(&[][..], |s| &s.mesures);
            let provisoire = premiere.iter().filter_map(Mesure::valeur).any(|v| v.provisoire && v.mesure != 0);
            if let [premiere, autres @ ..] = self.series.as_slice()
                && (provisoire || !autres.is_empty() || self.a_des_objectifs())
            {
                cles.push(if premiere.repere { Cle::points(id, &premiere.nom) } else { Cle::plein(&premiere.nom) });
                cles.extend(provisoire.then(|| Cle::hachures(id, "Valeur provisoire")));
                cles.extend(autres.iter().map(|s| Cle::points(id, &s.nom)));
            }
        }
        if !self.en_barres() {
            cles.extend(self.series.iter().enumerate().map(|(numero, s)| Cle::ligne(numero, &s.nom)));
        }
        cles.extend(self.a_des_objectifs().then(|| Cle::objectif(self.nom_des_objectifs())));
        cles.extend(Cle::absences(mesures()));
        cles
    }
}

/// When something was read: in a year, on a day or at a quarter; another name stands beside.
fn moment(quand: &str) -> String {
    let trimestre = quand.strip_prefix('T').is_some_and(|rang| rang.parse::<u8>().is_ok());
    if quand.bytes().all(|c| c.is_ascii_digit()) {
        format!("en {quand}")
    } else if trimestre || quand.starts_with(|c: char| c.is_ascii_digit()) {
        format!("au {quand}")
    } else {
        format!("({quand})")
    }
}

impl Courbe {
    /// What the drawing shows, figure by figure.
    fn phrase_entiere(&self) -> String {
        let mut dits: Vec<String> = self.series.iter().map(|serie| self.dire(serie)).collect();
        let objectifs = self.abscisses.iter().enumerate().filter_map(|(rang, quand)| {
            let objectif = self.objectif(rang)?;
            Some(format!("{} en {quand}", self.dire_l_objectif(objectif)))
        });
        let objectifs: Vec<String> = objectifs.collect();
        if !objectifs.is_empty() {
            dits.push(format!("{}\u{a0}: {}", self.nom_des_objectifs(), enumerer(&objectifs)));
        }
        format!("{}.", dits.join(". "))
    }
}
