//! A column being built, in the narrowest form that its declared range allows.

use crate::cellule;
use formule::colonne::{Bits, Entiers};
use formule::programme::{Entree, Genre};
use formule::{Absence, Colonne};

/// The integers read so far, and the rows that hold none.
#[derive(Debug)]
pub(crate) struct Chantier {
    forme: Forme,
    absents: Vec<(u32, Absence)>,
    bouche: i64,
}

#[derive(Debug)]
enum Forme {
    U8(Vec<u8>),
    I32(Vec<i32>),
    I64(Vec<i64>),
}

impl Chantier {
    /// An empty column for an input.
    pub(crate) fn de(entree: &Entree) -> Self {
        let tient = |bas: i64, haut: i64| entree.min >= bas && entree.max <= haut;
        let forme = if tient(0, 255) {
            Forme::U8(Vec::new())
        } else if tient(i64::from(i32::MIN), i64::from(i32::MAX)) {
            Forme::I32(Vec::new())
        } else {
            Forme::I64(Vec::new())
        };
        // What fills an absent row must lie in the range: 0 when it does, else the least value.
        let bouche = if (entree.min..=entree.max).contains(&0) { 0 } else { entree.min };
        Self { forme, absents: Vec::new(), bouche }
    }

    /// A column that its file does not have: every cell is empty.
    pub(crate) fn vide(entree: &Entree, lignes: usize) -> Self {
        let mut chantier = Self::de(entree);
        for _ in 0..lignes {
            match (&entree.genre, cellule::vide(entree)) {
                // Texts are held nowhere: no formula reads them.
                (Genre::Texte, _) => chantier.pousser(chantier.bouche),
                (_, Ok(valeur)) => chantier.pousser(valeur),
                (_, Err(absence)) => chantier.pousser_absence(absence),
            }
        }
        chantier
    }

    /// Number of rows so far.
    pub(crate) fn len(&self) -> usize {
        match &self.forme {
            Forme::U8(v) => v.len(),
            Forme::I32(v) => v.len(),
            Forme::I64(v) => v.len(),
        }
    }

    /// One more row, whose value was checked against the range.
    pub(crate) fn pousser(&mut self, valeur: i64) {
        match &mut self.forme {
            Forme::U8(v) => v.push(valeur as u8),
            Forme::I32(v) => v.push(valeur as i32),
            Forme::I64(v) => v.push(valeur),
        }
    }

    /// Many more rows, all checked against the range.
    pub(crate) fn etendre<T: Copy + Into<i64>>(&mut self, valeurs: &[T]) {
        match &mut self.forme {
            Forme::U8(v) => v.extend(valeurs.iter().map(|&x| x.into() as u8)),
            Forme::I32(v) => v.extend(valeurs.iter().map(|&x| x.into() as i32)),
            Forme::I64(v) => v.extend(valeurs.iter().map(|&x| x.into())),
        }
    }

    /// One more row without a figure. A defect also leaves one: the file is refused in the end.
    pub(crate) fn pousser_absence(&mut self, absence: Absence) {
        self.absents.push((self.len() as u32, absence));
        self.pousser(self.bouche);
    }

    /// The column.
    pub(crate) fn finir(self) -> Colonne<'static> {
        let lignes = self.len();
        let mut bits = [(); 3].map(|()| Bits::aucun(lignes));
        for &(rang, absence) in &self.absents {
            bits[absence as usize].mettre(rang as usize);
        }
        let absences = (!self.absents.is_empty()).then(|| Box::new(bits));
        let entiers = match self.forme {
            Forme::U8(v) => Entiers::U8(v.into()),
            Forme::I32(v) => Entiers::I32(v.into()),
            Forme::I64(v) => Entiers::I64(v.into()),
        };
        Colonne { entiers, absences }
    }
}

/// The same rows in another order.
pub(crate) fn ranger(colonne: &Colonne<'static>, ordre: &[u32]) -> Colonne<'static> {
    fn pris<T: Copy>(v: &[T], ordre: &[u32]) -> Vec<T> {
        ordre.iter().map(|&rang| v[rang as usize]).collect()
    }
    let entiers = match &colonne.entiers {
        Entiers::U8(v) => Entiers::U8(pris(v, ordre).into()),
        Entiers::I32(v) => Entiers::I32(pris(v, ordre).into()),
        Entiers::I64(v) => Entiers::I64(pris(v, ordre).into()),
    };
    let absences = colonne.absences.as_ref().map(|avant| {
        let mut apres = [(); 3].map(|()| Bits::aucun(ordre.len()));
        for (nouveau, &ancien) in ordre.iter().enumerate() {
            for (bits, source) in apres.iter_mut().zip(avant.iter()) {
                if source.contient(ancien as usize) {
                    bits.mettre(nouveau);
                }
            }
        }
        Box::new(apres)
    });
    Colonne { entiers, absences }
}
