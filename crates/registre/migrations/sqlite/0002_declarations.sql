-- One row per declaration: its versions, and how many times it was sent.
CREATE TABLE declarations (
    beneficiaire TEXT NOT NULL,
    dispositif TEXT NOT NULL,
    exercice TEXT NOT NULL,
    version INTEGER NOT NULL,
    version_transmise INTEGER NOT NULL,
    transmissions INTEGER NOT NULL,
    PRIMARY KEY (beneficiaire, dispositif, exercice)
) STRICT;

-- What is being written, field by field.
CREATE TABLE brouillons (
    beneficiaire TEXT NOT NULL,
    dispositif TEXT NOT NULL,
    exercice TEXT NOT NULL,
    champ TEXT NOT NULL,
    valeur TEXT,
    version INTEGER NOT NULL CHECK (version > 0),
    auteur TEXT NOT NULL,
    instant INTEGER NOT NULL,
    PRIMARY KEY (beneficiaire, dispositif, exercice, champ),
    FOREIGN KEY (beneficiaire, dispositif, exercice) REFERENCES declarations
) STRICT;

-- What was sent: never changed or removed.
CREATE TABLE transmissions (
    beneficiaire TEXT NOT NULL,
    dispositif TEXT NOT NULL,
    exercice TEXT NOT NULL,
    numero INTEGER NOT NULL CHECK (numero > 0),
    empreinte TEXT NOT NULL,
    instant INTEGER NOT NULL,
    regles TEXT NOT NULL,
    auteur TEXT NOT NULL,
    PRIMARY KEY (beneficiaire, dispositif, exercice, numero),
    FOREIGN KEY (beneficiaire, dispositif, exercice) REFERENCES declarations
) STRICT;
CREATE INDEX transmissions_par_empreinte ON transmissions (empreinte);
CREATE TRIGGER transmissions_sans_modification BEFORE UPDATE ON transmissions
BEGIN SELECT RAISE(ABORT, 'une transmission ne se modifie pas'); END;
CREATE TRIGGER transmissions_sans_retrait BEFORE DELETE ON transmissions
BEGIN SELECT RAISE(ABORT, 'une transmission ne se retire pas'); END;

CREATE TABLE transmission_reponses (
    beneficiaire TEXT NOT NULL,
    dispositif TEXT NOT NULL,
    exercice TEXT NOT NULL,
    numero INTEGER NOT NULL,
    champ TEXT NOT NULL,
    valeur TEXT NOT NULL,
    PRIMARY KEY (beneficiaire, dispositif, exercice, numero, champ),
    FOREIGN KEY (beneficiaire, dispositif, exercice, numero) REFERENCES transmissions
) STRICT;
CREATE TRIGGER transmission_reponses_sans_modification BEFORE UPDATE ON transmission_reponses
BEGIN SELECT RAISE(ABORT, 'une réponse transmise ne se modifie pas'); END;
CREATE TRIGGER transmission_reponses_sans_retrait BEFORE DELETE ON transmission_reponses
BEGIN SELECT RAISE(ABORT, 'une réponse transmise ne se retire pas'); END;
