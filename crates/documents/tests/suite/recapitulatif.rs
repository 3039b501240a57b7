//! A recap as the service prints it at the end of a declaration: two pages, twelve indicators. Fictional.

use feuille::{Bloc, Cellule, Colonne, Empreinte, Etat, Feuille, Genre, Jauge, Jour, Mention, Objectif, Organisme};
use feuille::{Preuve, Tableau};

const INDICATEURS: [(&str, &str, &str, Etat, &str, &str); 12] = [
    (
        "Logiciel référencé",
        "Socle · pièce «\u{a0}facture.pdf\u{a0}»",
        "Oui",
        Etat::Favorable,
        "Transmise",
        "0,00\u{a0}€",
    ),
    (
        "Prise en charge coordonnée",
        "Socle · pièce «\u{a0}adhésion CPTS 2024.pdf\u{a0}»",
        "CPTS",
        Etat::Favorable,
        "Transmise",
        "0,00\u{a0}€",
    ),
    (
        "Mise à jour de la carte Vitale",
        "4 lecteurs et 1 borne",
        "5 appareils",
        Etat::Favorable,
        "Transmise",
        "1\u{a0}189,00\u{a0}€",
    ),
    (
        "Équipement de téléconsultation",
        "Pièce à joindre avant la clôture",
        "Oui",
        Etat::Attente,
        "Pièce attendue",
        "1\u{a0}225,00\u{a0}€",
    ),
    ("Téléconsultations réalisées", "Nombre sur l’année", "17", Etat::Favorable, "Transmise", "75,00\u{a0}€"),
    ("Boîte aux lettres organisationnelle", "Nouveauté", "Oui", Etat::Favorable, "Transmise", "100,00\u{a0}€"),
    (
        "Télétransmission des feuilles de soins",
        "Mesuré par la caisse",
        "99,12\u{a0}%",
        Etat::Favorable,
        "Atteint",
        "400,00\u{a0}€",
    ),
    (
        "Numérisation des ordonnances",
        "Mesuré par la caisse\u{a0}; seuil\u{a0}: 99\u{a0}%",
        "98,40\u{a0}%",
        Etat::Defavorable,
        "Non atteint",
        "0,00\u{a0}€",
    ),
    (
        "Alimentation du dossier médical partagé",
        "Mesuré par la caisse",
        "93,00\u{a0}%",
        Etat::Favorable,
        "Atteint",
        "119,54\u{a0}€",
    ),
    (
        "Messagerie sécurisée de santé",
        "Rien à mesurer sur la période",
        "0 message",
        Etat::Neutre,
        "Sans objet",
        "0,00\u{a0}€",
    ),
    (
        "Exécution des ordonnances numériques",
        "Mesuré par la caisse",
        "71,25\u{a0}%",
        Etat::Favorable,
        "Atteint",
        "0,00\u{a0}€",
    ),
    (
        "Qualité de la facturation",
        "Trois sous-indicateurs sur trois",
        "3 sur 3",
        Etat::Favorable,
        "Atteint",
        "0,00\u{a0}€",
    ),
];

/// The whole recap.
pub(crate) fn feuille() -> Feuille {
    let organisme = Organisme {
        nom: "Caisse primaire de Valmont (fictive)".to_owned(),
        service: Some("Ma Convention · téléservice des professionnels de santé".to_owned()),
    };
    let mut feuille = Feuille::new("Récapitulatif de votre déclaration", organisme, Jour::new(2025, 1, 15).unwrap());
    feuille.sous_titre = Some("Développement du numérique en santé — exercice 2024".to_owned());
    feuille.identite = [
        "Pharmacie du Marché couvert",
        "FINESS 99\u{a0}000\u{a0}042\u{a0}1 · titulaire\u{a0}: Camille Œuvrard",
        "12, rue de l’Été, 99120 Valmont",
    ]
    .map(str::to_owned)
    .to_vec();
    feuille.mention = Some(Mention {
        tampon: "Valeurs fictives".to_owned(),
        explication:
            "Les personnes, les montants et les seuils de ce document ont été inventés pour la démonstration. \
                      Ils n’engagent personne."
                .to_owned(),
    });
    feuille.preuve = Some(Preuve {
        empreinte: Empreinte::new("3f9a1c22b07de4458c6f0d19a2e5b7738140cc9de6f2ab35917d04e8c1fa6b50").unwrap(),
        adresse: "https://convention.exemple.fr/verifier/3f9a1c22b07d".to_owned(),
        explication: "Cette empreinte résume les réponses transmises. À l’adresse ci-dessous, chacun peut vérifier \
                      qu’elle correspond à ce que la caisse a reçu\u{a0}; aucune réponse n’y est affichée."
            .to_owned(),
    });
    feuille.blocs = vec![
        Bloc::encadre(
            Genre::Alerte,
            "Une pièce est attendue avant le 28\u{a0}février\u{a0}2025",
            "«\u{a0}Équipement de téléconsultation\u{a0}»\u{a0}: joignez la facture ou le contrat, puis transmettez à nouveau. Vos \
             autres réponses sont reçues.",
        ),
        Bloc::section("Votre transmission"),
        Bloc::Definitions(vec![
            ("Numéro de reçu".to_owned(), "D-2024-000128".into()),
            ("Transmise".to_owned(), "le 15\u{a0}janvier\u{a0}2025 à 10\u{a0}h\u{a0}42, par Camille Œuvrard".into()),
            ("Déclaration".to_owned(), Cellule::pastille(Etat::Favorable, "Transmise")),
            (
                "Modifiable".to_owned(),
                Cellule::detaillee(
                    "jusqu’au 28\u{a0}février\u{a0}2025 à 23\u{a0}h\u{a0}59",
                    "heure de Paris\u{a0}; la dernière transmission compte",
                ),
            ),
        ]),
        Bloc::section("Vos réponses"),
        Bloc::paragraphe(
            "Les montants sont estimés d’après vos réponses et les mesures connues au 31\u{a0}décembre\u{a0}2024. Le montant versé peut différer tant que vos pièces ne sont pas validées.",
        ),
        Bloc::Tableau(Tableau {
            legende: "Douze indicateurs, leurs réponses et leur montant estimé".to_owned(),
            colonnes: vec![
                Colonne::texte("Indicateur"),
                Colonne::nombre("Réponse"),
                Colonne::texte("État"),
                Colonne::nombre("Montant estimé"),
            ],
            lignes: INDICATEURS
                .iter()
                .map(|(nom, precision, reponse, etat, mot, montant)| {
                    vec![
                        Cellule::detaillee(*nom, *precision),
                        (*reponse).into(),
                        Cellule::pastille(*etat, *mot),
                        (*montant).into(),
                    ]
                })
                .collect(),
            pied: Some(vec!["Total estimé".into(), "".into(), "".into(), "3\u{a0}108,54\u{a0}€".into()]),
        }),
        Bloc::section("Où vous en êtes"),
        Bloc::sous_section("Télétransmission"),
        Bloc::Jauge(Jauge {
            libelle: "Feuilles de soins télétransmises".to_owned(),
            valeur: "99,12\u{a0}%".to_owned(),
            milliemes: 991,
            objectif: Some(Objectif { texte: "Objectif\u{a0}: 85\u{a0}%".to_owned(), milliemes: 850 }),
            echelle: ("0\u{a0}%".to_owned(), "100\u{a0}%".to_owned()),
        }),
        Bloc::sous_section("Ce que vous pouvez faire"),
        Bloc::Liste(vec![
            "Joindre la pièce attendue\u{a0}: 10\u{a0}Mo au plus, format .pdf, .jpeg ou .png.".to_owned(),
            "Corriger une réponse, puis transmettre à nouveau avant la clôture.".to_owned(),
            "Écrire à votre caisse si une mesure vous paraît fausse.".to_owned(),
        ]),
        Bloc::section("Attestation"),
        Bloc::paragraphe(
            "Je certifie sur l’honneur l’exactitude des renseignements ci-dessus. Attestation cochée le 15\u{a0}janvier\u{a0}2025 à 10\u{a0}h\u{a0}41.",
        ),
    ];
    feuille
}
