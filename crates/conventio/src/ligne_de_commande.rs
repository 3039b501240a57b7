//! The commands, their options, and their help.

use crate::commandes_du_registre;
use clap::{Arg, ArgAction, Command};

/// Where each help page puts its parts; every word of it is French.
const PAGE: &str = "{about-with-newline}\nUtilisation : {usage}\n\n{all-args}{after-help}";

/// The codes that a program may rely on.
const CODES: &str = "\
Codes de sortie :
  0  tout est bon
  1  un défaut dans les règles, un cas qui échoue, un résultat refusé ou différent
  2  la commande est mal écrite : commande, option, dispositif, exercice ou paramètre inconnu
  3  un fichier de chiffres est refusé : son contenu ne convient pas
  4  un fichier ne peut pas être lu ou écrit";

/// The whole command line.
pub(crate) fn commande() -> Command {
    let commande = Command::new("conventio")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Les conventions de l'Assurance Maladie : des règles lisibles, des montants exacts et expliqués.")
        .override_usage("conventio COMMANDE [OPTIONS]")
        .subcommand_help_heading("Commandes")
        .subcommand_value_name("COMMANDE")
        .after_help(format!("{CODES}\n\nL'aide d'une commande : conventio COMMANDE --help"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            option("conventions", "DOSSIER", "Lit les règles de ce dossier au lieu de celles de l'exécutable")
                .global(true),
        )
        .subcommands([
            demo(),
            verifier(),
            decrire(),
            calculer(),
            calculer_tout(),
            peupler(),
            expliquer(),
            simuler(),
            formater(),
            rejouer(),
            commandes_du_registre::liquider(),
            commandes_du_registre::importer(),
            commandes_du_registre::journal(),
            commandes_du_registre::sauvegarder(),
            adresses(),
            completions(),
        ]);
    en_francais(commande, true)
}

fn demo() -> Command {
    Command::new("demo")
        .about("Montre un département fictif : le calcul de tous, un tableau, une explication")
        .override_usage(
            "conventio demo [--port PORT] [--date AAAA-MM-JJ[THH:MM:SS]] [--departement FICHIER] [--donnees DOSSIER] [--base URL] [--textes DOSSIER] [--sans-serveur]",
        )
        .arg(drapeau("sans-serveur", "Dans le terminal, sans téléservice ni réseau : un tableau, une explication"))
        .arg(option("port", "PORT", "Le port du téléservice [défaut : un port libre]"))
        .arg(option("date", "AAAA-MM-JJ", "Le jour, ou le moment, où l'on se place [défaut : 2025-01-15]"))
        .arg(option(
            "donnees",
            "DOSSIER",
            "Où garder ce que l'on y fait [défaut : le dossier de données de la personne]",
        ))
        .arg(option("departement", "FICHIER", "Le département fictif, en TOML [défaut : celui du projet]"))
        .arg(option("base", "URL", "Une base PostgreSQL, comme postgres://… [défaut : un fichier SQLite]"))
        .arg(option("textes", "DOSSIER", "Les textes de l'installation, en Markdown [défaut : ceux du projet]"))
}

fn verifier() -> Command {
    Command::new("verifier")
        .about("Charge les règles, les contrôle et rejoue tous les cas calculés à la main")
        .override_usage("conventio verifier [DOSSIER] [--format texte|json]")
        .arg(
            valeur("DOSSIER", "Conventions, profession ou dispositif [défaut : les règles de l'exécutable]")
                .required(false),
        )
        .arg(format())
}

fn decrire() -> Command {
    Command::new("decrire")
        .about("Dit en mots ce que demande, compte et paie un dispositif")
        .override_usage("conventio decrire DISPOSITIF --exercice ANNEE [--entrees] [--format texte|json]")
        .arg(dispositif())
        .arg(exercice())
        .arg(drapeau("entrees", "Les colonnes attendues : code, type, unité, bornes, période, origine, sens"))
        .arg(format())
}

fn calculer() -> Command {
    Command::new("calculer")
        .about("Calcule un dispositif pour toute une population, et écrit le manifeste du calcul")
        .override_usage(
            "conventio calculer DISPOSITIF|DOSSIER --exercice ANNEE --mesures FICHIER --sortie FICHIER [OPTIONS]",
        )
        .arg(dispositif())
        .arg(exercice())
        .args(fichiers())
        .arg(option("sortie", "FICHIER", "Les résultats, en .csv ou .parquet").required(true))
        .arg(option("parametres", "FICHIER", "Des valeurs fictives qui complètent celles qui sont inconnues"))
        .arg(drapeau("chrono", "Dit le temps du calcul seul, et par bénéficiaire"))
        .after_help(
            "Le manifeste est écrit à côté de la sortie, sous le nom SORTIE.manifeste.json : empreintes des règles,\n\
             des fichiers lus et du programme. « conventio rejouer MANIFESTE » refait le calcul et compare.",
        )
}

fn calculer_tout() -> Command {
    Command::new("calculer-tout")
        .about("Calcule tous les dispositifs d'un exercice, pour tous, et en fait un seul bilan")
        .override_usage(
            "conventio calculer-tout --exercice ANNEE --chiffres DOSSIER --sortie DOSSIER [--parametres FICHIER] [--chrono]",
        )
        .arg(exercice())
        .arg(option("chiffres", "DOSSIER", "Les chiffres : CODE.parquet ou CODE.csv par dispositif").required(true))
        .arg(option("sortie", "DOSSIER", "Les résultats et leurs manifestes, au même nom").required(true))
        .arg(option("parametres", "FICHIER", "Des valeurs fictives qui complètent celles qui sont inconnues"))
        .arg(drapeau("chrono", "Refait tous les calculs en mémoire, et dit leur temps et la mémoire prise"))
        .after_help(
            "Dans le dossier des chiffres, CODE est celui du dispositif :\n  \
             CODE.parquet ou CODE.csv                  les mesures\n  \
             CODE.DETAIL.parquet ou CODE.DETAIL.csv    les lignes d'un détail\n  \
             CODE.nationaux.json                       les résultats nationaux d'un calcul précédent, s'il faut les garder\n\n\
             Interrompue puis relancée, la commande ne refait pas ce qui est déjà calculé : un résultat dont le manifeste\n\
             tient (mêmes règles, mêmes fichiers, même programme, mêmes octets) est gardé.\n\n\
             Un dispositif sans chiffres, ou dont un fichier est refusé, est dit et n'arrête pas les autres. Une convention sans\n\
             aucun fichier est laissée de côté, et dite. Codes de sortie :\n  \
             0 si tout est calculé, sinon le plus grand de ceux qui ont été refusés (3 : contenu, 4 : fichier absent).",
        )
}

fn peupler() -> Command {
    Command::new("peupler")
        .about("Écrit les chiffres inventés d'une population fictive, aussi nombreuse qu'on le veut")
        .override_usage(
            "conventio peupler --exercice ANNEE --sortie DOSSIER [--effectif CONVENTION=NOMBRE]… [--format parquet|csv] [OPTIONS]",
        )
        .arg(exercice())
        .arg(option("sortie", "DOSSIER", "Où écrire les fichiers, comme « calculer-tout --chiffres » les lit").required(true))
        .arg(
            option("effectif", "CONVENTION=NOMBRE", "Combien de personnes [défaut : celles du département] ; peut être répété")
                .action(ArgAction::Append),
        )
        .arg(
            option("format", "FORMAT", "parquet (défaut) ou csv").value_parser(["parquet", "csv"]).default_value("parquet"),
        )
        .arg(option("departement", "FICHIER", "Le département fictif, en TOML [défaut : celui du projet]"))
        .after_help("La même commande écrit toujours les mêmes octets.")
}

fn expliquer() -> Command {
    Command::new("expliquer")
        .about("Explique le montant d'un bénéficiaire, indicateur par indicateur")
        .override_usage("conventio expliquer DISPOSITIF --exercice ANNEE --mesures FICHIER --beneficiaire ID [OPTIONS]")
        .arg(dispositif())
        .arg(exercice())
        .args(fichiers())
        .arg(option("beneficiaire", "ID", "Son identifiant dans le fichier, ou le numéro de sa ligne").required(true))
        .arg(option("contrat", "CODE", "L'un de ses contrats, quand il en a plusieurs"))
        .arg(option("parametres", "FICHIER", "Des valeurs fictives qui complètent celles qui sont inconnues"))
        .arg(format())
}

fn simuler() -> Command {
    Command::new("simuler")
        .about("Compare avant et après un changement de paramètres, sur tous ; rien n'est modifié")
        .override_usage(
            "conventio simuler DISPOSITIF --exercice ANNEE --mesures FICHIER --parametre CODE=VALEUR… [OPTIONS]",
        )
        .arg(dispositif())
        .arg(exercice())
        .args(fichiers())
        .arg(
            option("parametre", "CODE=VALEUR", "Une valeur à essayer ; peut être répété")
                .required(true)
                .action(ArgAction::Append),
        )
        .arg(option("parametres", "FICHIER", "Des valeurs fictives qui complètent celles qui sont inconnues"))
        .arg(format())
        .after_help(
            "Formes de CODE=VALEUR :\n  \
             code=0,07 €               la valeur du paramètre au jour du droit\n  \
             code@2024-01-01=0,07 €    sa valeur à partir de ce jour\n  \
             bareme[3]=30 %            le troisième palier d'un barème\n  \
             table[cle].colonne=2 €    une case d'une table\n  \
             role.indicateur.socle=non un rôle d'un indicateur",
        )
}

fn formater() -> Command {
    Command::new("formater")
        .about("Met en forme les formules des fichiers de règles")
        .override_usage("conventio formater FICHIER|DOSSIER… [--verifier]")
        .arg(valeur("FICHIERS", "Fichiers de règles, ou dossiers qui en contiennent").num_args(1..))
        .arg(drapeau("verifier", "N'écrit rien ; sort avec 1 si un fichier n'est pas en forme"))
}

fn rejouer() -> Command {
    Command::new("rejouer")
        .about("Refait un calcul d'après son manifeste, et compare octet par octet")
        .override_usage("conventio rejouer MANIFESTE [--sortie FICHIER]")
        .arg(valeur("MANIFESTE", "Le fichier .manifeste.json d'un calcul"))
        .arg(option("sortie", "FICHIER", "Garde le résultat du nouveau calcul sous ce nom"))
}

fn adresses() -> Command {
    Command::new("adresses")
        .about("Liste les adresses du téléservice, pour un serveur placé devant lui ou pour un essai")
        .override_usage("conventio adresses")
}

fn completions() -> Command {
    Command::new("completions")
        .about("Écrit le complètement des commandes pour votre interpréteur")
        .override_usage("conventio completions bash|elvish|fish|powershell|zsh")
        .arg(valeur("INTERPRETEUR", "bash, elvish, fish, powershell ou zsh").value_parser([
            "bash",
            "elvish",
            "fish",
            "powershell",
            "zsh",
        ]))
}

fn fichiers() -> [Arg; 3] {
    [
        option("mesures", "FICHIER", "CSV ou Parquet : une ligne par bénéficiaire, une colonne par entrée")
            .required(true),
        option("details", "TABLE=FICHIER", "Les lignes de détail d'une table ; peut être répété")
            .action(ArgAction::Append),
        option("nationaux", "FICHIER", "Les résultats nationaux d'un calcul précédent, au lieu de les refaire"),
    ]
}

fn dispositif() -> Arg {
    valeur("DISPOSITIF", "Code du dispositif, ou dossier de ses règles")
}

fn exercice() -> Arg {
    option("exercice", "ANNEE", "L'exercice").required(true).value_parser(annee)
}

fn annee(texte: &str) -> Result<i32, String> {
    match texte.parse() {
        Ok(annee @ 1900..=2199) => Ok(annee),
        _ => Err("écrivez une année, comme 2024".to_owned()),
    }
}

pub(crate) fn format() -> Arg {
    option("format", "FORMAT", "texte (défaut) ou json").value_parser(["texte", "json"]).default_value("texte")
}

pub(crate) fn valeur(nom: &'static str, aide: &'static str) -> Arg {
    Arg::new(nom).help(aide).required(true).hide_possible_values(true).help_heading("Arguments")
}

pub(crate) fn option(nom: &'static str, valeur: &'static str, aide: &'static str) -> Arg {
    Arg::new(nom)
        .long(nom)
        .value_name(valeur)
        .help(aide)
        .hide_possible_values(true)
        .hide_default_value(true)
        .help_heading("Options")
}

pub(crate) fn drapeau(nom: &'static str, aide: &'static str) -> Arg {
    Arg::new(nom).long(nom).help(aide).action(ArgAction::SetTrue).help_heading("Options")
}

/// Replaces what clap would say in English.
fn en_francais(commande: Command, racine: bool) -> Command {
    let mut commande = commande
        .help_template(PAGE)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .visible_alias("aide")
                .action(ArgAction::Help)
                .help("Affiche cette aide")
                .help_heading("Options"),
        );
    if racine {
        commande = commande.arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help("Affiche la version")
                .help_heading("Options"),
        );
    }
    commande.mut_subcommands(|sous| en_francais(sous, false))
}
