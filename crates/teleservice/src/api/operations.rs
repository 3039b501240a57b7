//! Everything that the API serves, in one table: the description and the page for people are made from it.

/// One act.
pub(super) struct Operation {
    pub(super) methode: &'static str,
    pub(super) adresse: &'static str,
    /// Its name for programs that generate a client.
    pub(super) nom: &'static str,
    pub(super) resume: &'static str,
    /// Is a session needed?
    pub(super) session: bool,
    /// May a question name an exercice?
    pub(super) par_exercice: bool,
    /// May a question name one of the contracts of the structure?
    pub(super) par_contrat: bool,
    /// The schema of what is sent; what is sent needs the token.
    pub(super) corps: Option<&'static str>,
    /// The schema of each answer, by code.
    pub(super) reponses: &'static [(u16, &'static str)],
    /// The codes of its refusals, besides those that every act shares.
    pub(super) refus: &'static [u16],
}

const LECTURE: Operation = Operation {
    methode: "GET",
    adresse: "",
    nom: "",
    resume: "",
    session: true,
    par_exercice: false,
    par_contrat: false,
    corps: None,
    reponses: &[],
    refus: &[401, 403],
};

const DECLARATION: &str = "/api/v1/declarations/{dispositif}/{exercice}";
const TRANSMISSIONS: &str = "/api/v1/declarations/{dispositif}/{exercice}/transmissions";

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        adresse: "/api/v1/openapi.json",
        nom: "description",
        resume: "Cette description.",
        session: false,
        reponses: &[(200, "Description")],
        refus: &[],
        ..LECTURE
    },
    Operation {
        adresse: "/api/v1/moi",
        nom: "moi",
        resume: "Qui vous êtes, vos structures, celle qui est choisie, ses délégations, et le jeton des écritures.",
        reponses: &[(200, "Moi")],
        ..LECTURE
    },
    Operation {
        adresse: "/api/v1/dispositifs",
        nom: "dispositifs",
        resume: "Les dispositifs de la convention : exercices, périodes de saisie, champs et leurs bornes.",
        reponses: &[(200, "Dispositifs")],
        ..LECTURE
    },
    Operation {
        adresse: "/api/v1/declarations",
        nom: "declarations",
        resume: "Les déclarations du moment : période de saisie, indicateurs déclarés, dernière transmission.",
        reponses: &[(200, "Declarations")],
        ..LECTURE
    },
    Operation {
        adresse: DECLARATION,
        nom: "declaration",
        resume: "Une déclaration : chaque champ, sa version, son pré-remplissage, et ce qui empêche de transmettre.",
        reponses: &[(200, "Declaration")],
        refus: &[401, 403, 404],
        ..LECTURE
    },
    Operation {
        methode: "PATCH",
        adresse: DECLARATION,
        nom: "enregistrer",
        resume: "Enregistre des réponses, chacune avec la version lue. En conflit, rend la réponse de l'autre.",
        corps: Some("Reponses"),
        reponses: &[(200, "Declaration")],
        refus: &[401, 403, 404, 409, 413, 415, 422],
        ..LECTURE
    },
    Operation {
        methode: "POST",
        adresse: "/api/v1/declarations/{dispositif}/{exercice}/estimation",
        nom: "estimer",
        resume: "Ce que valent les réponses enregistrées, ou celles qui sont envoyées. Rien n'est enregistré.",
        corps: Some("Essai"),
        reponses: &[(200, "Estimation")],
        refus: &[401, 403, 404, 413, 415, 422],
        ..LECTURE
    },
    Operation {
        adresse: TRANSMISSIONS,
        nom: "transmissions",
        resume: "Les transmissions d'une déclaration, avec leur reçu.",
        reponses: &[(200, "Transmissions")],
        refus: &[401, 403, 404],
        ..LECTURE
    },
    Operation {
        methode: "POST",
        adresse: TRANSMISSIONS,
        nom: "transmettre",
        resume: "Transmet la déclaration lue, avec l'attestation sur l'honneur. La même envoyée deux fois rend le même reçu.",
        corps: Some("ATransmettre"),
        reponses: &[(201, "Transmission"), (200, "Transmission")],
        refus: &[401, 403, 404, 409, 413, 415, 422],
        ..LECTURE
    },
    Operation {
        adresse: "/api/v1/declarations/{dispositif}/{exercice}/pieces",
        nom: "pieces",
        resume: "Les pièces justificatives demandées, celles qui sont déposées, et leur état.",
        reponses: &[(200, "Pieces")],
        refus: &[401, 403, 404],
        ..LECTURE
    },
    Operation {
        adresse: "/api/v1/remunerations",
        nom: "remunerations",
        resume: "Les rémunérations versées, estimées et à venir des cinq derniers exercices, ou d'un seul.",
        par_exercice: true,
        reponses: &[(200, "Remunerations")],
        refus: &[401, 403, 422],
        ..LECTURE
    },
    Operation {
        adresse: "/api/v1/remunerations/{dispositif}/{exercice}",
        nom: "remuneration",
        par_contrat: true,
        resume: "Une rémunération : montant, état, indicateurs, versements, et l'explication de chaque montant.",
        reponses: &[(200, "Remuneration")],
        refus: &[401, 403, 404],
        ..LECTURE
    },
    Operation {
        adresse: "/api/v1/suivis/{dispositif}",
        nom: "suivi",
        par_contrat: true,
        resume: "Le suivi d'un dispositif : ses indicateurs et leurs tableaux.",
        par_exercice: true,
        reponses: &[(200, "Suivi")],
        refus: &[401, 403, 404, 422],
        ..LECTURE
    },
];
