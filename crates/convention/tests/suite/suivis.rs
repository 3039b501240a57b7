//! What a follow-up may say, and what it may not.

use crate::exemple::{REGLES, defauts_de};

fn defauts(suite: &str) -> String {
    defauts_de(&format!("{REGLES}\n{suite}"))
}

/// The folder with one follow-up, completed by some lines.
fn suivi(lignes: &str) -> String {
    defauts(&format!("[[suivis]]\ncode = \"x\"\ntitre = \"Feuilles en {{exercice}}\"\n{lignes}"))
}

#[test]
fn a_follow_up_mixes_inputs_indicators_and_their_objectives() {
    assert_eq!(suivi("type = \"tableau\"\nsujets = [\"nb\", \"volume\", \"volume.objectif\"]"), "");
    assert_eq!(suivi("type = \"tableau\"\nentrees = [\"nb\"]"), "");
    let trouves = suivi("type = \"tableau\"\nsujets = [\"nbb\"]");
    assert!(trouves.contains("sujet inconnu : « nbb » (vouliez-vous dire « nb » ?)"), "{trouves}");
    let trouves = suivi("type = \"tableau\"\nsujets = [\"nb\"]\nindicateur = \"volume\"");
    assert!(trouves.contains("doit suivre une chose, et une seule"), "{trouves}");
}

#[test]
fn a_hole_names_something_that_exists_and_is_closed() {
    let trouves = suivi("type = \"jauge\"\nsujets = [\"volume\"]\nphrase = \"Il y en a {nbb}.\"");
    assert!(trouves.contains("sujet inconnu : « nbb »"), "{trouves}");
    let trouves = suivi("type = \"jauge\"\nsujets = [\"volume\"]\nphrase = \"Il y en a {nb.\"");
    assert!(trouves.contains("une accolade ouverte n'est pas refermée"), "{trouves}");
}

#[test]
fn an_accordion_exists_and_holds_something() {
    let dedans = "type = \"jauge\"\nsujets = [\"volume\"]\nvolet = \"v\"\nplace = \"gauche\"\n";
    assert_eq!(suivi(&format!("{dedans}[[volets]]\ncode = \"v\"\nsujets = [\"volume\"]")), "");
    let trouves = suivi(dedans);
    assert!(trouves.contains("volet inconnu : « v »"), "{trouves}");
    let trouves = defauts("[[volets]]\ncode = \"vide\"\ntitre = \"Vide\"");
    assert!(trouves.contains("aucun suivi n'est dans le volet « vide »"), "{trouves}");
    let trouves = suivi("type = \"jauge\"\nsujets = [\"volume\"]\nplace = \"droite\"");
    assert!(trouves.contains("« place » range un suivi dans un volet"), "{trouves}");
}

#[test]
fn a_key_that_a_shape_does_not_read_is_refused() {
    let trouves = suivi("type = \"tableau\"\nsujets = [\"nb\"]\nechelle = \"20 %\"");
    assert!(trouves.contains("« echelle » ne dit rien de cette forme de suivi"), "{trouves}");
    assert!(trouves.contains("prenez le type « jauge »"), "{trouves}");
    let trouves = suivi("type = \"jauge\"\nsujets = [\"volume\"]\nechelle = \"beaucoup\"");
    assert!(trouves.contains("« beaucoup » n'est pas le bout d'une échelle"), "{trouves}");
    let trouves = suivi("type = \"tableau\"\nsujets = [\"nb\"]\ncolonnes = [\"nb\"]");
    assert!(trouves.contains("ni lignes de détail, ni modèle"), "{trouves}");
    let trouves = suivi("type = \"etapes\"\ngroupe = \"Rien\"");
    assert!(trouves.contains("groupe inconnu : « Rien »"), "{trouves}");
}

#[test]
fn a_line_shows_one_thing() {
    assert_eq!(suivi("type = \"evolution\"\nlignes = [ { avant = \"nb\", apres = \"nb\" } ]"), "");
    let trouves = suivi("type = \"evolution\"\nlignes = [ { sujet = \"nb\", apres = \"nb\" } ]");
    assert!(trouves.contains("ne dit pas ce qu'elle montre, ou le dit deux fois"), "{trouves}");
    let trouves = suivi("type = \"chiffres\"\nlignes = [ { phrase = \"{nb} feuilles\" } ]");
    assert!(trouves.contains("il manque « libelle »"), "{trouves}");
}

#[test]
fn a_screen_is_one_that_exists_and_its_title_stands_over_something() {
    let jauge = "type = \"jauge\"\nsujets = [\"volume\"]\n";
    assert_eq!(suivi(&format!("{jauge}ecran = [\"suivi\", \"detail\"]")), "");
    let trouves = suivi(&format!("{jauge}ecran = [\"paiement\"]"));
    assert!(trouves.contains("« paiement » n'est pas un écran"), "{trouves}");
    let volet =
        "volet = \"v\"\n[[volets]]\ncode = \"v\"\nsujets = [\"volume\"]\ntitre_de_detail = \"Calcul de {versement}\"";
    assert_eq!(suivi(&format!("{jauge}ecran = [\"detail\"]\n{volet}")), "");
    let trouves = suivi(&format!("{jauge}{volet}"));
    assert!(trouves.contains("aucun suivi de ce volet n'est montré au détail"), "{trouves}");
    // Elsewhere no payment is at hand.
    let trouves = suivi(&format!("{jauge}phrase = \"Calcul de {{versement}}\""));
    assert!(trouves.contains("versement"), "{trouves}");
}
