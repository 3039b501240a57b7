-- One row per declaration: its versions, and how many times it was sent.
CREATE TABLE declarations (
    beneficiaire TEXT NOT NULL,
    dispositif TEXT NOT NULL,
    exercice TEXT NOT NULL,
    version BIGINT NOT NULL,
    version_transmise BIGINT NOT NULL,
    transmissions BIGINT NOT NULL,
    PRIMARY KEY (beneficiaire, dispositif, exercice)
);

-- What is being written, field by field.
CREATE TABLE brouillons (
    beneficiaire TEXT NOT NULL,
    dispositif TEXT NOT NULL,
    exercice TEXT NOT NULL,
    champ TEXT NOT NULL,
    valeur TEXT,
    version BIGINT NOT NULL CHECK (version > 0),
    auteur TEXT NOT NULL,
    instant BIGINT NOT NULL,
    PRIMARY KEY (beneficiaire, dispositif, exercice, champ),
    FOREIGN KEY (beneficiaire, dispositif, exercice) REFERENCES declarations
);

-- What was sent: never changed or removed.
CREATE TABLE transmissions (
    beneficiaire TEXT NOT NULL,
    dispositif TEXT NOT NULL,
    exercice TEXT NOT NULL,
    numero BIGINT NOT NULL CHECK (numero > 0),
    empreinte TEXT NOT NULL,
    instant BIGINT NOT NULL,
    regles TEXT NOT NULL,
    auteur TEXT NOT NULL,
    PRIMARY KEY (beneficiaire, dispositif, exercice, numero),
    FOREIGN KEY (beneficiaire, dispositif, exercice) REFERENCES declarations
);
CREATE INDEX transmissions_par_empreinte ON transmissions (empreinte);
CREATE TRIGGER transmissions_immuable BEFORE UPDATE OR DELETE ON transmissions
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER transmissions_sans_vidage BEFORE TRUNCATE ON transmissions
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();

CREATE TABLE transmission_reponses (
    beneficiaire TEXT NOT NULL,
    dispositif TEXT NOT NULL,
    exercice TEXT NOT NULL,
    numero BIGINT NOT NULL,
    champ TEXT NOT NULL,
    valeur TEXT NOT NULL,
    PRIMARY KEY (beneficiaire, dispositif, exercice, numero, champ),
    FOREIGN KEY (beneficiaire, dispositif, exercice, numero) REFERENCES transmissions
);
CREATE TRIGGER transmission_reponses_immuable BEFORE UPDATE OR DELETE ON transmission_reponses
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER transmission_reponses_sans_vidage BEFORE TRUNCATE ON transmission_reponses
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();
