//! Any formula is compiled or refused; what compiles gives the same bits by columns and for one person, and says where
//! each value comes from.

use crate::octets::Octets;
use crate::plume::Plume;
use crate::{chiffres, decor};
use formule::plan::Typ;
use formule::programme::{Genre, Programme};
use formule::{
    Contenu, Defaut, Etat, Execution, Fraction, Jeu, Marques, NoeudId, Plan, Trace, compiler, etapes_nationales,
    evaluer, manque,
};

/// The byte that begins an input whose formulas are written by [`Plume`]; any other input begins with formulas.
const PLUME: u8 = 1;

/// Tries one programme: the lines before the first byte 0 are its formulas, the bytes after it choose everything else.
pub fn essayer(octets: &[u8]) {
    let Some(p) = programme(octets) else { return };
    let (p, mut o) = p;
    let plan = match compiler(&p) {
        Ok(plan) => plan,
        Err(defauts) => return verifier_les_defauts(&p, &defauts),
    };
    let mut jeu = chiffres::jeu(&mut o, &p);
    let noms: Vec<String> = (0..jeu.lignes).map(|i| format!("b{i}")).collect();
    // A sum may leave 127 bits: the national results that were reached are kept.
    let _ = etapes_nationales(&plan, &mut jeu, &noms);
    comparer(&plan, &p, &jeu);
    renverser(&plan, p, &jeu);
}

fn programme(octets: &[u8]) -> Option<(Programme, Octets<'_>)> {
    if octets.first() == Some(&PLUME) {
        let mut o = Octets::new(&octets[1..]);
        let mut p = decor::programme(&mut o);
        for rang in 0..1 + o.sous(4) {
            let formule = Plume { o: &mut o, ligne: false, faites: rang }.formule();
            p.definitions.push(decor::definition(&mut o, rang, &formule));
        }
        return Some((p, o));
    }
    let coupe = octets.iter().position(|b| *b == 0).unwrap_or(octets.len());
    let texte = std::str::from_utf8(&octets[..coupe]).ok()?;
    let mut o = Octets::new(octets.get(coupe + 1..).unwrap_or_default());
    let mut p = decor::programme(&mut o);
    for (rang, formule) in texte.lines().take(8).enumerate() {
        p.definitions.push(decor::definition(&mut o, rang, formule));
    }
    Some((p, o))
}

/// A refusal names a definition or a part of the decor, and points into its formula.
fn verifier_les_defauts(p: &Programme, defauts: &[Defaut]) {
    assert!(!defauts.is_empty());
    for d in defauts {
        assert!(!d.message.is_empty() && !d.to_string().is_empty());
        if let Some(definition) = p.definitions.iter().find(|x| x.code == d.ou) {
            assert!(definition.formule.get(d.place.clone()).is_some(), "{d:?} hors de « {} »", definition.formule);
        }
    }
}

/// Value, when there is one, and marks.
type Lu = (Option<Fraction>, Marques);

fn comparer(plan: &Plan, p: &Programme, jeu: &Jeu<'_>) {
    let formules =
        || p.definitions.iter().map(|d| format!("{} : {}", d.code, d.formule)).collect::<Vec<_>>().join("\n");
    let noeuds: Vec<NoeudId> =
        plan.formules().iter().map(|f| f.noeud).filter(|n| plan.noeud(*n).niveau.is_none()).collect();
    let de_type = |voulu: fn(&Typ) -> bool| noeuds.iter().copied().find(|n| voulu(&plan.noeud(*n).typ));
    let etat = de_type(|t| matches!(t, Typ::Nombre(_))).zip(de_type(|t| *t == Typ::OuiNon));
    let execution = match etat {
        Some((montant, eligible)) => Execution::avec_etat(plan, &noeuds, montant, eligible),
        None => Execution::new(plan, &noeuds),
    };
    let entier = execution.executer(jeu).unwrap_or_else(|e| panic!("{e}\n{}", formules()));
    let coupe = jeu.lignes / 2;
    let par_deux = Execution::new(plan, &noeuds).par_blocs_de(2);
    let morceaux = [0..coupe, coupe..jeu.lignes].map(|plage| par_deux.executer_plage(jeu, plage));
    let [Ok(avant), Ok(apres)] = morceaux else { panic!("par morceaux, {morceaux:?}\n{}", formules()) };
    let recolle = avant.suivis_de(apres);
    for i in 0..jeu.lignes {
        let ligne = jeu.ligne(i);
        let trace = evaluer(plan, &ligne).unwrap_or_else(|e| panic!("{e}\n{}", formules()));
        for (rang, n) in noeuds.iter().enumerate() {
            let attendu = en_fraction(&trace, *n, 0);
            for colonnes in [&entier.colonnes, &recolle.colonnes] {
                let obtenu = (colonnes[rang].fraction(i), colonnes[rang].marques(i));
                assert_eq!(obtenu, attendu, "ligne {i}, formule {rang} : colonnes à gauche\n{}", formules());
            }
        }
        if let Some((montant, eligible)) = etat {
            let (m, e) = (trace.marques(montant), trace.valeur(eligible));
            let su = if let Contenu::OuiNon(b) = e.contenu { Some(b).filter(|_| e.marques.connu()) } else { None };
            assert_eq!(entier.etat(i), Some(Etat::de(m, su)), "état de la ligne {i}\n{}", formules());
        }
        for f in plan.formules() {
            let lignes = plan.noeud(f.noeud).niveau.map_or(1, |d| trace.lignes(d));
            for l in 0..lignes {
                expliquer(plan, &trace, f.noeud, l, &formules);
            }
        }
        // Each search runs the plan some sixty times: one beneficiary is enough.
        for n in noeuds.iter().filter(|_| i == 0) {
            if let Contenu::OuiNon(_) = trace.valeur(*n).contenu
                && let Some(m) = manque(plan, &ligne, *n)
            {
                let entree = &p.entrees[m.entree as usize];
                assert!((entree.min..=entree.max).contains(&m.necessaire) && matches!(entree.genre, Genre::Nombre(_)));
                let mut essai = ligne.clone();
                essai.entrees[m.entree as usize] = Ok(m.necessaire);
                let suffit = evaluer(plan, &essai).map(|t| t.valeur(*n));
                assert!(
                    suffit.as_ref().is_ok_and(|v| v.contenu == Contenu::OuiNon(true) && v.marques.connu()),
                    "{m:?} ne suffit pas : {suffit:?}\n{}",
                    formules()
                );
            }
        }
    }
}

/// The order in which formulas are written changes none of their values.
fn renverser(plan: &Plan, mut p: Programme, jeu: &Jeu<'_>) {
    p.definitions.reverse();
    let autre = compiler(&p).unwrap_or_else(|d| panic!("à l'envers : {}\n{:#?}", d[0], p.definitions));
    let ligne = jeu.ligne(0);
    let (Ok(a), Ok(b)) = (evaluer(plan, &ligne), evaluer(&autre, &ligne)) else { panic!("à l'envers") };
    for f in plan.formules() {
        let n = autre.definition(&f.code).unwrap_or_else(|| panic!("« {} » a disparu", f.code));
        for l in 0..plan.noeud(f.noeud).niveau.map_or(1, |d| a.lignes(d)) {
            let (ici, la) = (en_fraction(&a, f.noeud, l), en_fraction(&b, n, l));
            assert_eq!(ici, la, "« {} » ne vaut pas la même chose à l'envers\n{:#?}", f.code, p.definitions);
        }
    }
}

fn en_fraction(trace: &Trace<'_>, n: NoeudId, ligne: usize) -> Lu {
    let v = trace.valeur_de_ligne(n, ligne);
    let f = match v.contenu {
        Contenu::Nombre(f) => f,
        Contenu::OuiNon(b) => Fraction::entier(b.into()),
        Contenu::Date(d) => Fraction::entier(d.0.into()),
        Contenu::Choix(c) => Fraction::entier(c.into()),
    };
    (v.marques.connu().then_some(f), v.marques)
}

/// What keeps a value from being paid is named.
fn expliquer(plan: &Plan, trace: &Trace<'_>, n: NoeudId, ligne: usize, formules: &dyn Fn() -> String) {
    let marques = trace.valeur_de_ligne(n, ligne).marques;
    let sources = trace.sources(n, ligne);
    sources.iter().for_each(|(source, _)| assert!(!plan.nommer(source).is_empty()));
    for marque in [Marques::INCONNU, Marques::EN_ATTENTE, Marques::HYPOTHESE, Marques::FICTIF] {
        if marques.contient(marque) {
            assert!(
                sources.iter().any(|(_, m)| m.contient(marque)),
                "rien ne porte la marque {marque:?} de {marques:?}\n{}\n{sources:?}",
                formules()
            );
        }
    }
}
