//! Writing SVG: escaped texts, coordinates in tenths, and the frame that every drawing has.

use std::fmt::Write;

pub(crate) const TEXTE: &str = "#1a1b1b";
pub(crate) const DOUX: &str = "#545859";
pub(crate) const FORT: &str = "#004259";
pub(crate) const PLEIN: &str = "#0084b2";
pub(crate) const FILET: &str = "#dbe3e6";
pub(crate) const FILET_FORT: &str = "#8a9598";
const RAIL: &str = "#e1eaee";

/// The size of texts, and the one that the style sheet gives to those of a chart in a narrow column, where the drawing
/// is made smaller.
const CORPS: i32 = 140;
const CORPS_ETROIT: i32 = 230;

/// A drawing being written. Its coordinates are tenths of a unit.
pub(crate) struct Svg {
    id: String,
    corps: String,
}

/// How a text stands at its place.
#[derive(Clone, Copy)]
pub(crate) enum Ancre {
    Debut,
    Milieu,
    Fin,
}

/// What a text is: a figure of the table, the scale, or the name of something.
#[derive(Clone, Copy)]
pub(crate) enum Ton {
    Valeur,
    Grand,
    Nom,
    Axe,
}

/// What fills a bar.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fond {
    Plein,
    Hachures,
    Points,
    Rail,
}

#[derive(Clone, Copy)]
pub(crate) struct Boite {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) large: i32,
    pub(crate) haut: i32,
}

/// A text that may have no room beside its neighbours: its middle, the foot of its letters.
pub(crate) struct Etiquette {
    pub(crate) place: (i32, i32),
    pub(crate) ton: Ton,
    pub(crate) texte: String,
}

impl Etiquette {
    /// The room it takes, figures being half as wide as they are high, and some space around.
    fn boite(&self, corps: i32) -> Boite {
        let lettres = i32::try_from(self.texte.chars().count()).unwrap_or(i32::MAX / corps);
        let large = corps.saturating_mul(lettres) / 100 * 58;
        Boite { x: self.place.0 - large / 2, y: self.place.1 - corps * 3 / 4, large, haut: corps * 3 / 4 }
    }
}

impl Boite {
    fn touche(&self, autre: &Self) -> bool {
        self.x < autre.x + autre.large
            && autre.x < self.x + self.large
            && self.y < autre.y + autre.haut
            && autre.y < self.y + self.haut
    }
}

impl Svg {
    pub(crate) fn new(id: &str) -> Self {
        Self { id: identifiant(id), corps: String::new() }
    }

    pub(crate) fn texte(&mut self, place: (i32, i32), ancre: Ancre, ton: Ton, texte: &str) {
        self.texte_de_classe(place, ancre, ton, texte, "");
    }

    fn texte_de_classe(&mut self, (x, y): (i32, i32), ancre: Ancre, ton: Ton, texte: &str, de_plus: &str) {
        let ancre = match ancre {
            Ancre::Debut => "start",
            Ancre::Milieu => "middle",
            Ancre::Fin => "end",
        };
        let (classe, gras, couleur) = match ton {
            Ton::Valeur => ("g-valeur", "700", TEXTE),
            Ton::Grand => ("g-valeur g-grand", "700", FORT),
            Ton::Nom => ("g-nom", "400", TEXTE),
            Ton::Axe => ("g-axe", "400", DOUX),
        };
        let taille = if matches!(ton, Ton::Grand) { 26 } else { CORPS / 10 };
        let espace = if de_plus.is_empty() { "" } else { " " };
        let (x, y, texte) = (d(x), d(y), echapper(texte));
        self.ajouter(format_args!(
            "<text class=\"{classe}{espace}{de_plus}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{ancre}\" font-size=\"{taille}\" font-weight=\"{gras}\" fill=\"{couleur}\">{texte}</text>"
        ));
    }

    /// Writes texts side by side, the first of the list being the last one given up. One that would touch another is
    /// not written; one that would only do so in a narrow column, or that would cover a bar there, is for large ones.
    pub(crate) fn etiquettes(&mut self, etiquettes: &[Etiquette], obstacles: &[Boite]) {
        let mut ecrites: Vec<(&Etiquette, bool)> = Vec::new();
        for etiquette in etiquettes {
            let ici = etiquette.boite(CORPS);
            if ecrites.iter().any(|(autre, _)| ici.touche(&autre.boite(CORPS))) {
                continue;
            }
            let ici = etiquette.boite(CORPS_ETROIT);
            let mut partout = ecrites.iter().filter(|(_, partout)| *partout);
            let genee = partout.any(|(autre, _)| ici.touche(&autre.boite(CORPS_ETROIT)))
                || obstacles.iter().any(|obstacle| ici.touche(obstacle));
            ecrites.push((etiquette, !genee));
        }
        for (etiquette, partout) in ecrites.into_iter().rev() {
            let classe = if partout { "" } else { "g-large" };
            self.texte_de_classe(etiquette.place, Ancre::Milieu, etiquette.ton, &etiquette.texte, classe);
        }
    }

    /// A bar, with a rule around it.
    pub(crate) fn barre(&mut self, b: Boite, fond: Fond) {
        let (fond, trait_) = match fond {
            Fond::Plein => (PLEIN.to_owned(), format!(" stroke=\"{FORT}\"")),
            Fond::Hachures => (self.motif('h'), format!(" stroke=\"{FORT}\"")),
            Fond::Points => (self.motif('p'), format!(" stroke=\"{FORT}\"")),
            Fond::Rail => (RAIL.to_owned(), String::new()),
        };
        self.ajouter(format_args!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"3\" fill=\"{fond}\"{trait_}/>",
            d(b.x),
            d(b.y),
            d(b.large),
            d(b.haut)
        ));
    }

    /// What is not available: a dashed empty box, and its sign.
    pub(crate) fn vide(&mut self, b: Boite, signe: &str) {
        self.ajouter(format_args!(
            "<rect class=\"g-vide\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\" fill=\"none\" stroke=\"{FILET_FORT}\" stroke-dasharray=\"4 3\"/>",
            d(b.x),
            d(b.y),
            d(b.large),
            d(b.haut)
        ));
        self.texte((b.x + b.large / 2, b.y + b.haut / 2 + 50), Ancre::Milieu, Ton::Axe, signe);
    }

    /// A path in tenths; `trace` holds one letter per step.
    pub(crate) fn chemin(&mut self, pas: &[(char, i32, i32)], attributs: &str) {
        let mut trace = String::new();
        for (lettre, x, y) in pas {
            trace.push_str(&format!("{lettre}{} {}", d(*x), d(*y)));
        }
        self.ajouter(format_args!("<path d=\"{trace}\" {attributs}/>"));
    }

    /// An arc of a circle, drawn clockwise.
    pub(crate) fn arc(&mut self, (x, y): (i32, i32), rayon: i32, (a, b): (i32, i32), trait_: &str) {
        let (x, y, r, a, b) = (d(x), d(y), d(rayon), d(a), d(b));
        self.ajouter(format_args!(
            "<path d=\"M{x} {y}A{r} {r} 0 0 1 {a} {b}\" fill=\"none\" stroke=\"{trait_}\" stroke-width=\"18\"/>"
        ));
    }

    pub(crate) fn rail() -> &'static str {
        RAIL
    }

    /// A line of the scale.
    pub(crate) fn ligne(&mut self, de: (i32, i32), a: (i32, i32), couleur: &str) {
        self.chemin(&[('M', de.0, de.1), ('L', a.0, a.1)], &format!("fill=\"none\" stroke=\"{couleur}\""));
    }

    /// An objective: a thick line with a halo, and a diamond in its middle.
    pub(crate) fn objectif(&mut self, (x, y): (i32, i32), demi: i32) {
        let barre = [('M', x - demi, y), ('L', x + demi, y)];
        self.chemin(&barre, "fill=\"none\" stroke=\"#fff\" stroke-width=\"7\"");
        self.chemin(&barre, &format!("class=\"g-objectif\" fill=\"none\" stroke=\"{FORT}\" stroke-width=\"3\""));
        self.losange((x, y));
    }

    pub(crate) fn losange(&mut self, (x, y): (i32, i32)) {
        let losange = [('M', x - 50, y), ('L', x, y - 50), ('L', x + 50, y), ('L', x, y + 50), ('L', x - 50, y)];
        self.chemin(&losange, &format!("fill=\"#fff\" stroke=\"{FORT}\" stroke-width=\"2\""));
    }

    /// The name of a pattern of this drawing, for `fill` and `stroke`.
    pub(crate) fn motif(&self, lettre: char) -> String {
        format!("url(#{}-{lettre})", self.id)
    }

    /// What may be written as it is: no text of the caller.
    pub(crate) fn ajouter(&mut self, morceau: std::fmt::Arguments<'_>) {
        if self.corps.write_fmt(morceau).is_err() {
            // A string always takes what is written to it.
        }
    }

    /// What was drawn, without a frame.
    pub(crate) fn corps(self) -> String {
        self.corps
    }

    /// The whole drawing, `large` by `haut` units, with its name and what it shows.
    pub(crate) fn finir(self, classe: &str, (large, haut): (i32, i32), titre: &str, description: &str) -> String {
        let (id, corps) = (&self.id, &self.corps);
        let (titre, description) = (echapper(titre), echapper(description));
        let mut motifs = String::new();
        if corps.contains(&self.motif('h')) {
            motifs.push_str(&format!("<pattern id=\"{id}-h\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"7\" height=\"7\" fill=\"#fff\"/><rect width=\"3.5\" height=\"7\" fill=\"{PLEIN}\"/></pattern>"));
        }
        if corps.contains(&self.motif('p')) {
            motifs.push_str(&format!("<pattern id=\"{id}-p\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"6\" fill=\"#e6f6fc\"/><circle cx=\"3\" cy=\"3\" r=\"1.4\" fill=\"{FORT}\"/></pattern>"));
        }
        let motifs = if motifs.is_empty() { motifs } else { format!("<defs>{motifs}</defs>") };
        format!(
            "<svg class=\"graphique {classe}\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" font-family=\"Arial, 'Liberation Sans', Helvetica, sans-serif\"><title id=\"{id}-t\">{titre}</title><desc id=\"{id}-d\">{description}</desc>{motifs}{corps}</svg>",
            d(large),
            d(haut)
        )
    }
}

/// An id only keeps letters, digits, dashes and underscores.
pub(crate) fn identifiant(id: &str) -> String {
    id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect()
}

/// Tenths as SVG writes them.
fn d(dixiemes: i32) -> String {
    let signe = if dixiemes < 0 { "-" } else { "" };
    let (entier, reste) = (dixiemes.unsigned_abs() / 10, dixiemes.unsigned_abs() % 10);
    if reste == 0 { format!("{signe}{entier}") } else { format!("{signe}{entier}.{reste}") }
}

/// A text that can be nothing else than a text.
pub(crate) fn echapper(texte: &str) -> String {
    let mut echappe = String::with_capacity(texte.len());
    for c in texte.chars() {
        match c {
            '&' => echappe.push_str("&amp;"),
            '<' => echappe.push_str("&lt;"),
            '>' => echappe.push_str("&gt;"),
            '"' => echappe.push_str("&quot;"),
            '\'' => echappe.push_str("&#39;"),
            // XML has no way to write these.
            c if c.is_control() => echappe.push(' '),
            c => echappe.push(c),
        }
    }
    echappe
}

/// A text cut into lines of so many characters at most, between words where there are some.
pub(crate) fn couper(texte: &str, largeur: usize) -> Vec<String> {
    let mut lignes: Vec<String> = Vec::new();
    for mot in texte.split(' ').filter(|mot| !mot.is_empty()) {
        match lignes.last_mut() {
            Some(ligne) if ligne.chars().count() + 1 + mot.chars().count() <= largeur => {
                ligne.push(' ');
                ligne.push_str(mot);
            }
            _ => {
                let lettres: Vec<char> = mot.chars().collect();
                lignes.extend(lettres.chunks(largeur).map(|morceau| morceau.iter().collect::<String>()));
            }
        }
    }
    lignes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_are_written_without_floats() {
        assert_eq!([d(0), d(125), d(-3), d(-120)], ["0", "12.5", "-0.3", "-12"]);
    }

    #[test]
    fn a_text_is_cut_between_words_and_a_long_word_inside() {
        assert_eq!(couper("un deux trois", 7), ["un deux", "trois"]);
        assert_eq!(couper("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }
}
