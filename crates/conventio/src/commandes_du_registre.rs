//! The commands that read or write a register, their options and their help.

use crate::ligne_de_commande::{drapeau, format, option, valeur};
use clap::builder::ValueParser;
use clap::{Arg, Command};
use convention::Date;

pub(crate) fn liquider() -> Command {
    groupe("liquider", "Fait d'un calcul des paiements : une personne prépare, une autre valide")
        .override_usage("conventio liquider preparer|valider|payer|abandonner|montrer [OPTIONS] --registre BASE")
        .subcommands([
            Command::new("preparer")
                .about("Refait le calcul d'un manifeste et garde ce qu'il verserait ; rien n'est payé")
                .override_usage(
                    "conventio liquider preparer --manifeste FICHIER --registre BASE --auteur NOM [--versement CODE] [--nouveau]",
                )
                .arg(option("manifeste", "FICHIER", "Le fichier .manifeste.json de « calculer »").required(true))
                .arg(registre())
                .arg(auteur("Qui prépare").required(true))
                .arg(option("versement", "CODE", "Le versement à payer [défaut : le seul que disent les règles]"))
                .arg(nouveau()),
            Command::new("valider")
                .about("Refait le calcul et l'approuve, par une autre personne")
                .override_usage("conventio liquider valider NUMERO --registre BASE --auteur NOM [--manifeste FICHIER]")
                .arg(numero())
                .arg(registre())
                .arg(auteur("Qui valide : pas la personne qui a préparé").required(true))
                .arg(ailleurs()),
            Command::new("payer")
                .about("Écrit au grand livre les versements d'une liquidation validée")
                .override_usage(
                    "conventio liquider payer NUMERO --date AAAA-MM-JJ --registre BASE --auteur NOM [--manifeste FICHIER]",
                )
                .arg(numero())
                .arg(option("date", "AAAA-MM-JJ", "Le jour du paiement").required(true).value_parser(ValueParser::new(jour)))
                .arg(registre())
                .arg(auteur("Qui paie").required(true))
                .arg(ailleurs()),
            Command::new("abandonner")
                .about("Renonce à une liquidation qui n'est pas payée")
                .override_usage("conventio liquider abandonner NUMERO --motif TEXTE --registre BASE --auteur NOM")
                .arg(numero())
                .arg(option("motif", "TEXTE", "Pourquoi").required(true))
                .arg(registre())
                .arg(auteur("Qui y renonce").required(true)),
            Command::new("montrer")
                .about("Montre une liquidation, ou toutes")
                .override_usage("conventio liquider montrer [NUMERO] --registre BASE [--format texte|json]")
                .arg(numero().required(false))
                .arg(registre())
                .arg(format()),
        ])
}

pub(crate) fn importer() -> Command {
    groupe("importer", "Fait entrer dans le registre ce qui existe ailleurs")
        .override_usage("conventio importer versements FICHIER|nationaux MANIFESTE --registre BASE [OPTIONS]")
        .subcommand(
            Command::new("nationaux")
                .about("Fixe les résultats nationaux d'un calcul : ils ne changeront plus avec la population")
                .override_usage(
                    "conventio importer nationaux MANIFESTE --registre BASE [--auteur NOM] [--motif TEXTE] [--nouveau]",
                )
                .arg(valeur("MANIFESTE", "Le fichier .manifeste.json de « calculer » ou de « calculer-tout »"))
                .arg(registre())
                .arg(auteur("Qui fixe [défaut : ligne de commande]"))
                .arg(option("motif", "TEXTE", "Pourquoi ils remplacent ceux qui étaient fixés"))
                .arg(nouveau())
                .after_help(
                    "Fixés une fois, ils ne changent pas. Une correction s'ajoute avec son motif ; la première reste.",
                ),
        )
        .subcommand(
            Command::new("versements")
                .about("Importe des paiements déjà faits ; le même fichier n'est écrit qu'une fois")
                .override_usage(
                    "conventio importer versements FICHIER --registre BASE [--auteur NOM] [--fictif] [--nouveau]",
                )
                .arg(valeur("FICHIER", "CSV : un paiement par ligne"))
                .arg(registre())
                .arg(auteur("Qui importe [défaut : ligne de commande]"))
                .arg(drapeau("fictif", "Des paiements inventés pour une démonstration : montrés avec un tampon"))
                .arg(nouveau())
                .after_help(
                    "Colonnes : beneficiaire, convention, exercice, titre, date (AAAA-MM-JJ ou JJ/MM/AAAA),\n\
                     montant (1 225,50), nature (initial, avance, solde, complement, regularisation, indu) ;\n\
                     facultatives : dispositif, code, periode, exercice_affiche.\n\
                     Tous les défauts sont dits d'un coup ; rien n'est écrit s'il y en a un.",
                ),
        )
}

pub(crate) fn journal() -> Command {
    groupe("journal", "Vérifie la suite des actes, chaînés par leurs empreintes")
        .override_usage("conventio journal verifier|tete --registre BASE [OPTIONS]")
        .subcommands([
            Command::new("verifier")
                .about("Relit chaque acte ; sort avec 1 à la première ligne altérée")
                .override_usage("conventio journal verifier --registre BASE [--temoin RANG:EMPREINTE]")
                .arg(registre())
                .arg(option("temoin", "RANG:EMPREINTE", "La tête notée un jour hors de la base, par « journal tete »")),
            Command::new("tete")
                .about("Donne le témoin à noter hors de la base")
                .override_usage("conventio journal tete --registre BASE")
                .arg(registre()),
        ])
}

pub(crate) fn sauvegarder() -> Command {
    Command::new("sauvegarder")
        .about("Copie un registre SQLite pendant qu'il sert")
        .override_usage("conventio sauvegarder --registre BASE --vers FICHIER")
        .arg(registre())
        .arg(option("vers", "FICHIER", "La copie ; ce fichier ne doit pas exister").required(true))
}

fn groupe(nom: &'static str, sujet: &'static str) -> Command {
    Command::new(nom)
        .about(sujet)
        .subcommand_help_heading("Commandes")
        .subcommand_value_name("COMMANDE")
        .subcommand_required(true)
        .arg_required_else_help(true)
}

fn registre() -> Arg {
    option("registre", "BASE", "Un fichier SQLite, ou l'adresse postgres:// d'un serveur").required(true)
}

fn nouveau() -> Arg {
    drapeau("nouveau", "Crée le fichier du registre s'il n'existe pas")
}

fn auteur(aide: &'static str) -> Arg {
    option("auteur", "NOM", aide)
}

fn ailleurs() -> Arg {
    option("manifeste", "FICHIER", "Le manifeste, s'il n'est plus là où il était")
}

fn numero() -> Arg {
    valeur("NUMERO", "Le numéro de la liquidation").value_parser(|texte: &str| match texte.parse::<i64>() {
        Ok(numero) if numero > 0 => Ok(numero),
        _ => Err("écrivez le numéro que « preparer » a donné, comme 3".to_owned()),
    })
}

fn jour(texte: &str) -> Result<Date, String> {
    texte.parse().map_err(|_| "écrivez un jour, comme 2025-04-15".to_owned())
}
