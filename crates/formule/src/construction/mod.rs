//! From a programme to its plan: names, types, units, bounds.

mod constantes;
mod expressions;
mod fonctions;
mod noms;

pub use fonctions::FONCTIONS;

use crate::analyse::lire;
use crate::defaut::Defaut;
use crate::plan::{Arbre, Formule, Noeud, NoeudId, Op, Plan, Rangs, Recherche, Typ};
use crate::programme::{Definition, Genre, Programme};
use crate::syntaxe::Expr;
use crate::voies::{Operande, TropGrand, Verite, Voie, Voies};
use crate::{Confiance, Date, Fraction, Marques, Unite};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Compiles a programme.
///
/// # Errors
/// Every defect found, in the order of the definitions.
pub fn compiler(programme: &Programme) -> Result<Plan, Vec<Defaut>> {
    let mut c = Constructeur::new(programme);
    c.verifier_les_codes();
    c.verifier_les_versions();
    for rang in 0..programme.definitions.len() {
        // A failure has left its defects behind; the others are still worth reading.
        let _ = c.definition(rang);
    }
    c.verifier_les_nationaux();
    c.finir()
}

/// Something failed, and the defect is already written down.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rate;

type R<T> = Result<T, Rate>;

/// Formulas that read one another higher than this could leave a stack of one megabyte; the longest alone fits.
const HAUTEUR: usize = 720;
/// What a formula read by another adds to the height, in expressions that would take as much of the stack.
const HAUTEUR_D_UNE_FORMULE: usize = 4;

#[derive(Debug, Clone)]
enum Avancement {
    APasVue,
    EnCours,
    Faite(u32),
    Ratee,
}

/// What a name designates.
#[derive(Debug, Clone, Copy)]
enum Nom {
    Entree(u32),
    Definition(usize),
}

pub(crate) struct Constructeur<'p> {
    p: &'p Programme,
    jour: Date,
    defauts: Vec<Defaut>,
    noeuds: Vec<Noeud>,
    index: HashMap<(Op, Typ, Option<u16>), NoeudId>,
    voies: Voies,
    avancement: Vec<Avancement>,
    en_cours: Vec<usize>,
    /// Expressions being compiled, each within the one before, from formula to formula.
    hauteur: usize,
    formules: Vec<Formule>,
    par_code: HashMap<String, u32>,
    noms: HashMap<&'p str, Nom>,
    recherches: Vec<Recherche>,
    rangs: HashMap<u32, Rangs>,
}

/// The formula being read.
pub(crate) struct Contexte<'d> {
    definition: &'d Definition,
    niveau: Option<u16>,
    jour: Date,
    /// Nodes known to have an object in the branch being read.
    certains: HashSet<NoeudId>,
    /// Is the text read after a failure, for its own defects alone?
    indulgent: bool,
}

impl Contexte<'_> {
    fn code(&self) -> &str {
        &self.definition.code
    }
}

impl<'p> Constructeur<'p> {
    fn new(p: &'p Programme) -> Self {
        let mut noms = HashMap::new();
        for (rang, entree) in p.entrees.iter().enumerate() {
            noms.insert(entree.code.as_str(), Nom::Entree(rang as u32));
        }
        for (rang, definition) in p.definitions.iter().enumerate() {
            noms.insert(definition.code.as_str(), Nom::Definition(rang));
        }
        Self {
            p,
            jour: p.jour_du_droit.unwrap_or(p.exercice.fin),
            defauts: Vec::new(),
            noeuds: Vec::new(),
            index: HashMap::new(),
            voies: Voies::default(),
            avancement: vec![Avancement::APasVue; p.definitions.len()],
            en_cours: Vec::new(),
            hauteur: 0,
            formules: Vec::new(),
            par_code: HashMap::new(),
            noms,
            recherches: Vec::new(),
            rangs: HashMap::new(),
        }
    }

    fn finir(mut self) -> Result<Plan, Vec<Defaut>> {
        if !self.defauts.is_empty() {
            return Err(self.defauts);
        }
        // Marks of a node may be asked once the instructions that stood when it was built have run.
        let total = self.voies.instrs.len() as u32;
        for noeud in &mut self.noeuds {
            noeud.apres = noeud.apres.min(total);
        }
        Ok(Plan {
            programme: self.p.clone(),
            noeuds: self.noeuds,
            formules: self.formules,
            par_code: self.par_code,
            voies: self.voies,
            recherches: self.recherches,
            rangs: self.rangs,
        })
    }

    /// Two things under one code would make a formula mean either.
    fn verifier_les_codes(&mut self) {
        let mut vus = HashSet::new();
        let codes = self.p.entrees.iter().map(|e| &e.code).chain(self.p.definitions.iter().map(|d| &d.code));
        for code in codes.chain(self.p.details.iter().map(|d| &d.code)) {
            if !vus.insert(code) {
                self.defauts.push(Defaut::new(code, 0..0, format!("le code « {code} » est pris deux fois")));
            }
        }
        let entrees = self.p.entrees.iter().chain(self.p.details.iter().flat_map(|d| &d.entrees));
        for entree in entrees {
            if entree.min > entree.max {
                self.defauts.push(Defaut::new(&entree.code, 0..0, "le minimum dépasse le maximum"));
            }
            if entree.echelle < 1 {
                self.defauts.push(Defaut::new(&entree.code, 0..0, "l'échelle d'une entrée est au moins 1"));
            }
        }
    }

    fn refus<T>(&mut self, ctx: &Contexte<'_>, place: Range<usize>, message: impl Into<String>) -> R<T> {
        self.defauts.push(Defaut::new(ctx.code(), place, message));
        Err(Rate)
    }

    fn refus_conseil<T>(
        &mut self,
        ctx: &Contexte<'_>,
        place: Range<usize>,
        message: impl Into<String>,
        conseil: impl Into<String>,
    ) -> R<T> {
        self.defauts.push(Defaut::new(ctx.code(), place, message).conseil(conseil));
        Err(Rate)
    }

    /// Turns a value that would need more than 126 bits into a defect.
    fn voie<T>(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, voie: Result<T, TropGrand>) -> R<T> {
        match voie {
            Ok(v) => Ok(v),
            Err(TropGrand) => self.refus_conseil(
                ctx,
                place.clone(),
                "cette valeur peut dépasser ce que le calcul exact tient (126 bits)",
                "arrondissez plus tôt, ou resserrez le maximum des entrées",
            ),
        }
    }

    /// Compiles a definition once.
    fn definition(&mut self, rang: usize) -> R<u32> {
        match self.avancement[rang] {
            Avancement::Faite(formule) => return Ok(formule),
            Avancement::Ratee => return Err(Rate),
            Avancement::EnCours | Avancement::APasVue => {}
        }
        let p = self.p;
        let definition = &p.definitions[rang];
        self.avancement[rang] = Avancement::EnCours;
        self.en_cours.push(rang);
        self.hauteur += HAUTEUR_D_UNE_FORMULE;
        let faite = self.compiler_definition(definition);
        self.hauteur -= HAUTEUR_D_UNE_FORMULE;
        self.en_cours.pop();
        match faite {
            Ok(formule) => {
                let numero = self.formules.len() as u32;
                self.par_code.insert(formule.code.clone(), numero);
                self.formules.push(formule);
                self.avancement[rang] = Avancement::Faite(numero);
                Ok(numero)
            }
            Err(Rate) => {
                self.avancement[rang] = Avancement::Ratee;
                Err(Rate)
            }
        }
    }

    fn compiler_definition(&mut self, definition: &Definition) -> R<Formule> {
        let expr = match lire(&definition.formule) {
            Ok(expr) => expr,
            Err(mut defaut) => {
                defaut.ou.clone_from(&definition.code);
                self.defauts.push(defaut);
                return Err(Rate);
            }
        };
        let niveau = match &definition.niveau {
            None => None,
            Some(code) => Some(self.detail(definition, code)?),
        };
        let mut ctx = Contexte {
            definition,
            niveau,
            jour: definition.jour.unwrap_or(self.jour),
            certains: HashSet::new(),
            indulgent: false,
        };
        let mut arbre = self.expression(&mut ctx, &expr)?;
        if let Some(detail) = niveau {
            arbre.noeud = self.diffuser(&ctx, &expr.place, detail, arbre.noeud)?;
        }
        self.verifier_le_genre(&ctx, &expr, &mut arbre)?;
        if definition.confiance.marques() != Marques::AUCUNE {
            arbre.noeud = self.marquer(arbre.noeud, definition.confiance);
        }
        Ok(Formule {
            code: definition.code.clone(),
            texte: definition.formule.clone(),
            noeud: arbre.noeud,
            niveau,
            arbre,
        })
    }

    fn detail(&mut self, definition: &Definition, code: &str) -> R<u16> {
        match self.p.details.iter().position(|d| d.code == code) {
            Some(rang) => Ok(rang as u16),
            None => {
                self.defauts.push(Defaut::new(&definition.code, 0..0, format!("aucun détail « {code} »")));
                Err(Rate)
            }
        }
    }

    fn verifier_le_genre(&mut self, ctx: &Contexte<'_>, expr: &Expr, arbre: &mut Arbre) -> R<()> {
        let noeud = &self.noeuds[arbre.noeud.0 as usize];
        if noeud.facultatif && !ctx.definition.sans_objet_admis {
            return self.refus_conseil(
                ctx,
                expr.place.clone(),
                "cette valeur peut être sans objet",
                "dites où cela tombe : « … a_defaut 0 » ou « si … est sans objet alors … sinon … »",
            );
        }
        let typ = noeud.typ.clone();
        if let Some(genre) = &ctx.definition.genre {
            let accord = match (genre, &typ) {
                (Genre::OuiNon, Typ::OuiNon) | (Genre::Date, Typ::Date) => true,
                (Genre::Nombre(attendue), Typ::Nombre(trouvee)) => {
                    attendue == trouvee || self.souple(arbre.noeud, attendue)
                }
                (Genre::Choix(attendus), Typ::Choix(trouves)) => attendus[..] == trouves[..],
                _ => false,
            };
            if !accord {
                let (voulu, obtenu) = (nommer_genre(genre), nommer_type(&typ));
                let accord = if *genre == Genre::Date { "attendue" } else { "attendu" };
                return self.refus(
                    ctx,
                    expr.place.clone(),
                    format!("{voulu} était {accord}, la formule donne {obtenu}"),
                );
            }
        }
        if ctx.definition.au_centime
            && let Voie::Nombre(n) = self.noeuds[arbre.noeud.0 as usize].voie
            && (n.d != Operande::Const(1) || n.f.en_entier().is_none())
        {
            return self.refus_conseil(
                ctx,
                expr.place.clone(),
                "ce montant n'est pas toujours entier en centimes",
                format!("écrivez « arrondi({}) »", &ctx.definition.formule),
            );
        }
        Ok(())
    }

    // ---- nodes ----

    fn poser(&mut self, op: Op, typ: Typ, facultatif: bool, niveau: Option<u16>, voie: Voie) -> NoeudId {
        self.poser_avec(op, typ, facultatif, niveau, voie, None, Marques::AUCUNE)
    }

    #[allow(clippy::too_many_arguments)] // One call builds one record: a struct would only repeat Noeud.
    fn poser_avec(
        &mut self,
        op: Op,
        typ: Typ,
        facultatif: bool,
        niveau: Option<u16>,
        voie: Voie,
        rang: Option<Operande>,
        fixes: Marques,
    ) -> NoeudId {
        let cle = (op.clone(), typ.clone(), niveau);
        if let Some(&id) = self.index.get(&cle) {
            return id;
        }
        let id = NoeudId(self.noeuds.len() as u32);
        let apres = self.voies.instrs.len() as u32;
        self.noeuds.push(Noeud { op, typ, facultatif, niveau, voie, rang, fixes, apres });
        self.index.insert(cle, id);
        id
    }

    fn deja(&self, op: &Op, typ: &Typ, niveau: Option<u16>) -> Option<NoeudId> {
        self.index.get(&(op.clone(), typ.clone(), niveau)).copied()
    }

    fn noeud(&self, id: NoeudId) -> &Noeud {
        &self.noeuds[id.0 as usize]
    }

    fn marquer(&mut self, a: NoeudId, confiance: Confiance) -> NoeudId {
        let Noeud { typ, facultatif, niveau, voie, .. } = self.noeud(a).clone();
        let marques = confiance.marques();
        self.poser_avec(Op::Marquer(a, marques.0), typ, facultatif, niveau, voie, None, marques)
    }

    /// Reads a value of the unit on each line of a detail.
    fn diffuser(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, detail: u16, a: NoeudId) -> R<NoeudId> {
        let Noeud { op, typ, facultatif, niveau, voie, .. } = self.noeud(a).clone();
        if niveau == Some(detail) {
            return Ok(a);
        }
        if niveau.is_some() {
            return self.refus(ctx, place.clone(), "deux tables de détail se mêlent dans une même formule");
        }
        if matches!(op, Op::Constante(_) | Op::Pourcentage(_) | Op::Parametre(..)) {
            return Ok(a);
        }
        let posee = match voie {
            Voie::Verite(v) => Voie::Verite(self.voies.diffuser_verite(detail, v)),
            Voie::Entier(o) => {
                let o = self.voies.diffuser(detail, o);
                Voie::Entier(self.voie(ctx, place, o)?)
            }
            Voie::Nombre(mut n) => {
                let (x, y) = (self.voies.diffuser(detail, n.n), self.voies.diffuser(detail, n.d));
                n.n = self.voie(ctx, place, x)?;
                n.d = self.voie(ctx, place, y)?;
                Voie::Nombre(n)
            }
        };
        Ok(self.poser(Op::Diffuser(detail, a), typ, facultatif, Some(detail), posee))
    }

    /// Brings several nodes to the same level: that of the lines as soon as one is there.
    fn meme_niveau(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, noeuds: &mut [NoeudId]) -> R<Option<u16>> {
        let Some(detail) = noeuds.iter().find_map(|n| self.noeud(*n).niveau) else { return Ok(None) };
        for noeud in noeuds.iter_mut() {
            *noeud = self.diffuser(ctx, place, detail, *noeud)?;
        }
        Ok(Some(detail))
    }

    /// Refuses a value that may be without object, unless the branch being read excludes it.
    fn certain(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, a: NoeudId) -> R<NoeudId> {
        if !self.noeud(a).facultatif {
            return Ok(a);
        }
        if !ctx.certains.contains(&a) && !ctx.indulgent {
            let ecrit = ctx.definition.formule.get(place.clone()).unwrap_or("…");
            let (texte, entoure) = (ecrit.to_owned(), entoure(ecrit));
            return self.refus_conseil(
                ctx,
                place.clone(),
                format!("« {texte} » peut être sans objet ou non déclaré"),
                format!(
                    "dites où cela tombe : « {entoure} a_defaut … » ou « si {texte} est sans objet alors … sinon … »"
                ),
            );
        }
        self.rendre_certain(ctx, place, a)
    }

    /// The same value, with a denominator that cannot be 0 so that the branch not taken stays harmless.
    fn rendre_certain(&mut self, ctx: &Contexte<'_>, place: &Range<usize>, a: NoeudId) -> R<NoeudId> {
        let Noeud { typ, niveau, voie, .. } = self.noeud(a).clone();
        let voie = match voie {
            Voie::Nombre(mut n) => {
                let d = self.voies.min_entier(n.d, Operande::Const(1), true);
                n.d = self.voie(ctx, place, d)?;
                Voie::Nombre(n)
            }
            autre => autre,
        };
        Ok(self.poser(Op::Certain(a), typ, false, niveau, voie))
    }

    /// May this constant be read in this unit? 0 in any, 1 in any that counts things.
    fn souple(&self, a: NoeudId, unite: &Unite) -> bool {
        let mut vus = HashSet::new();
        let mut pile = vec![a];
        while let Some(n) = pile.pop() {
            // The branches of formulas that read one another may come back to the same node very many times.
            if !vus.insert(n) {
                continue;
            }
            match &self.noeud(n).op {
                Op::Pourcentage(f) if *f == Fraction::ZERO => {}
                Op::Constante(f) if self.noeud(n).typ == Typ::Nombre(Unite::aucune()) => {
                    if *f != Fraction::ZERO && (*f != Fraction::UN || unite.puissance_euro() != 0) {
                        return false;
                    }
                }
                Op::Oppose(x) | Op::Diffuser(_, x) => pile.push(*x),
                Op::Si(_, x, y) => pile.extend([*x, *y]),
                _ => return false,
            }
        }
        true
    }

    fn verite(&self, a: NoeudId) -> Verite {
        match self.noeud(a).voie {
            Voie::Verite(v) => v,
            // Types were checked before: only a truth comes here.
            _ => Verite::Const(false),
        }
    }

    /// The day or rank held by a node.
    fn entier(&self, a: NoeudId) -> Operande {
        match self.noeud(a).voie {
            Voie::Entier(o) => o,
            Voie::Nombre(n) => n.n,
            Voie::Verite(_) => Operande::Const(0),
        }
    }
}

/// A part of a formula as it stands before `a_defaut`, which binds tighter than any operation.
fn entoure(texte: &str) -> String {
    use crate::syntaxe::Nature;
    match lire(texte) {
        Ok(expr) if !matches!(expr.nature, Nature::Nom(_) | Nature::Ligne { .. } | Nature::Appel(..)) => {
            format!("({})", crate::formateur::ecrire(&expr))
        }
        _ => texte.to_owned(),
    }
}

/// How many times the held value is the value: 100 for euros, 1 for the rest.
pub(crate) fn echelle(unite: &Unite) -> Fraction {
    let mut f = Fraction::UN;
    let mut reste = unite.clone();
    let cent = Fraction::entier(100);
    while reste.puissance_euro() > 0 {
        f = f.fois(cent).unwrap_or(Fraction::UN);
        reste = reste.sur(&Unite::euro());
    }
    while reste.puissance_euro() < 0 {
        f = f.sur(cent).unwrap_or(Fraction::UN);
        reste = reste.fois(&Unite::euro());
    }
    f
}

pub(crate) fn nommer_genre(genre: &Genre) -> String {
    match genre {
        Genre::OuiNon => "un oui ou non".to_owned(),
        Genre::Nombre(u) => nommer_unite(u),
        Genre::Date => "une date".to_owned(),
        Genre::Choix(_) => "un choix".to_owned(),
        Genre::Texte => "un texte".to_owned(),
    }
}

pub(crate) fn nommer_type(typ: &Typ) -> String {
    match typ {
        Typ::OuiNon => "un oui ou non".to_owned(),
        Typ::Nombre(u) => nommer_unite(u),
        Typ::Date => "une date".to_owned(),
        Typ::Choix(_) => "un choix".to_owned(),
    }
}

fn nommer_unite(u: &Unite) -> String {
    if u.est_aucune() {
        "un taux ou un nombre sans unité".to_owned()
    } else if *u == Unite::euro() {
        "un montant".to_owned()
    } else if u.en_euros() {
        format!("un montant en « {u} »")
    } else {
        format!("un nombre de « {u} »")
    }
}
