//! Finds the examples of a Markdown document.

/// One formula, what stands around it, and what the document says of it.
#[derive(Debug)]
pub(crate) struct Exemple {
    /// Line of the document, from 1.
    pub(crate) ligne: usize,
    /// Declarations, in the order of the text: the later ones prevail.
    pub(crate) declarations: Vec<String>,
    pub(crate) formule: String,
    /// One or several things that the document says of it.
    pub(crate) dits: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) exemples: Vec<Exemple>,
}

/// What a table of examples holds in each of its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Colonne {
    Formule,
    Avec,
    Vaut,
    Reponse,
    Libre,
}

#[derive(Default)]
struct Lecteur {
    exemples: Vec<Exemple>,
    malformes: Vec<String>,
    /// Declarations that hold for the rest of the section.
    section: Vec<String>,
    colonnes: Option<Vec<Colonne>>,
}

impl Document {
    /// Reads a document, or gives everything that is malformed in it.
    pub(crate) fn lire(texte: &str) -> Result<Self, Vec<String>> {
        let mut lecteur = Lecteur::default();
        let lignes: Vec<&str> = texte.lines().collect();
        let mut i = 0;
        while i < lignes.len() {
            if let Some(marque) = lignes[i].trim_start().strip_prefix("```") {
                let debut = i + 1;
                let Some(longueur) = lignes[debut..].iter().position(|l| l.trim() == "```") else {
                    lecteur.malforme(i, "ce bloc n'est pas refermé");
                    break;
                };
                match marque.trim() {
                    "formule" => lecteur.bloc(debut, &lignes[debut..debut + longueur]),
                    marque if marque == "toml" || marque.starts_with("toml ") || marque == "sh" => {}
                    autre => lecteur.malforme(i, &format!("« {autre} » n'est pas une marque de bloc connue")),
                }
                i = debut + longueur;
            } else if lignes[i].starts_with('#') {
                lecteur.section.clear();
            } else if lignes[i].starts_with('|') {
                lecteur.rangee(i, lignes[i]);
            }
            if !lignes[i].starts_with('|') {
                lecteur.colonnes = None;
            }
            i += 1;
        }
        if lecteur.malformes.is_empty() { Ok(Self { exemples: lecteur.exemples }) } else { Err(lecteur.malformes) }
    }
}

impl Lecteur {
    fn malforme(&mut self, i: usize, quoi: &str) {
        self.malformes.push(format!("ligne {} : {quoi}", i + 1));
    }

    /// The lines of a fenced block: declarations, then a formula and what it is worth, as often as one likes.
    fn bloc(&mut self, debut: usize, lignes: &[&str]) {
        let mut entieres: Vec<(usize, String)> = Vec::new();
        for (rang, ligne) in lignes.iter().enumerate() {
            match entieres.last_mut() {
                _ if ligne.trim().is_empty() => {}
                Some((_, avant)) if ligne.starts_with(' ') => {
                    avant.push(' ');
                    avant.push_str(ligne.trim());
                }
                _ => entieres.push((debut + rang, (*ligne).trim_end().to_owned())),
            }
        }
        if entieres.iter().all(|(_, l)| !l.starts_with('→')) {
            for (i, ligne) in entieres {
                self.section.push(ligne.clone());
                if let Err(raison) = super::montage::verifier(&self.section) {
                    self.section.pop();
                    self.malforme(i, &format!("« {ligne} » n'est suivi d'aucune valeur (→), et {raison}"));
                }
            }
            return;
        }
        let mut declarations = self.section.clone();
        let mut attente: Option<(usize, String)> = None;
        let mut donne = false;
        for (i, ligne) in entieres {
            if let Some(dit) = ligne.strip_prefix('→') {
                let dit = dit.trim().to_owned();
                match (attente.take(), self.exemples.last_mut()) {
                    (Some((ligne, formule)), _) => {
                        let declarations = declarations.clone();
                        self.exemples.push(Exemple { ligne: ligne + 1, declarations, formule, dits: vec![dit] });
                    }
                    (None, Some(dernier)) if donne => dernier.dits.push(dit),
                    _ => self.malforme(i, "aucune formule au-dessus de cette valeur"),
                }
                donne = true;
            } else {
                donne = false;
                if let Some((_, declaration)) = attente.replace((i, ligne)) {
                    declarations.push(declaration);
                }
            }
        }
        if let Some((i, ligne)) = attente {
            self.malforme(i, &format!("« {ligne} » n'est suivi d'aucune valeur (→)"));
        }
    }

    fn rangee(&mut self, i: usize, ligne: &str) {
        let cellules = cellules(ligne);
        let Some(colonnes) = self.colonnes.clone() else {
            let colonnes: Vec<Colonne> = cellules.iter().map(|c| nature(c)).collect();
            if colonnes.contains(&Colonne::Formule)
                && !colonnes.iter().any(|c| matches!(c, Colonne::Vaut | Colonne::Reponse))
            {
                self.malforme(i, "une table de formules a une colonne « Vaut » ou « Réponse »");
            }
            self.colonnes = Some(colonnes);
            return;
        };
        if !colonnes.contains(&Colonne::Formule) || cellules.iter().all(|c| c.starts_with("--")) {
            return;
        }
        if cellules.len() != colonnes.len() {
            return self.malforme(i, &format!("{} cellules au lieu de {}", cellules.len(), colonnes.len()));
        }
        let mut exemple =
            Exemple { ligne: i + 1, declarations: self.section.clone(), formule: String::new(), dits: Vec::new() };
        for (colonne, cellule) in colonnes.iter().zip(&cellules) {
            match colonne {
                Colonne::Formule => match &codes(cellule)[..] {
                    [formule] => exemple.formule.clone_from(formule),
                    _ => return self.malforme(i, "la formule d'une rangée se met entre accents graves"),
                },
                Colonne::Avec => exemple.declarations.extend(codes(cellule)),
                Colonne::Vaut => exemple.dits.push(cellule.replace('`', "")),
                Colonne::Reponse => exemple.dits.push(format!("refusé : {}", cellule.replace('`', ""))),
                Colonne::Libre => {}
            }
        }
        self.exemples.push(exemple);
    }
}

fn nature(entete: &str) -> Colonne {
    match entete {
        "Formule" | "Vous écrivez" => Colonne::Formule,
        "Avec" => Colonne::Avec,
        "Vaut" => Colonne::Vaut,
        "Réponse" => Colonne::Reponse,
        _ => Colonne::Libre,
    }
}

/// The cells of a row; a bar written `\|` belongs to its cell.
fn cellules(ligne: &str) -> Vec<String> {
    let ligne = ligne.trim().trim_start_matches('|');
    let ligne = ligne.strip_suffix('|').unwrap_or(ligne).replace("\\|", "\u{1}");
    ligne.split('|').map(|c| c.replace('\u{1}', "|").trim().to_owned()).collect()
}

/// What stands between backquotes in a cell.
fn codes(cellule: &str) -> Vec<String> {
    cellule.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
