-- A run: what was computed, from what. Never changed; its life is in its steps.
CREATE TABLE liquidations (
    numero BIGINT PRIMARY KEY CHECK (numero > 0),
    calcul TEXT NOT NULL UNIQUE,
    dispositif TEXT NOT NULL,
    exercice TEXT NOT NULL,
    versement TEXT NOT NULL,
    titre TEXT NOT NULL,
    annee_du_versement BIGINT NOT NULL CHECK (annee_du_versement IN (0, 1)),
    periode TEXT,
    regles TEXT NOT NULL,
    entrees TEXT NOT NULL,
    executable TEXT NOT NULL,
    sortie TEXT NOT NULL,
    manifeste TEXT NOT NULL,
    manifeste_chemin TEXT NOT NULL,
    lignes TEXT NOT NULL
);
CREATE TRIGGER liquidations_immuable BEFORE UPDATE OR DELETE ON liquidations
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER liquidations_sans_vidage BEFORE TRUNCATE ON liquidations
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();

-- What it pays to each, and what had already been paid when it was prepared.
CREATE TABLE liquidation_lignes (
    liquidation BIGINT NOT NULL REFERENCES liquidations,
    rang BIGINT NOT NULL CHECK (rang > 0),
    beneficiaire TEXT NOT NULL,
    nature TEXT NOT NULL,
    centimes BIGINT NOT NULL CHECK (centimes <> 0),
    deja TEXT NOT NULL,
    PRIMARY KEY (liquidation, rang),
    UNIQUE (liquidation, beneficiaire)
);
CREATE TRIGGER liquidation_lignes_immuable BEFORE UPDATE OR DELETE ON liquidation_lignes
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER liquidation_lignes_sans_vidage BEFORE TRUNCATE ON liquidation_lignes
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();

-- What keeps it from being an order of payment.
CREATE TABLE liquidation_reserves (
    liquidation BIGINT NOT NULL REFERENCES liquidations,
    rang BIGINT NOT NULL CHECK (rang > 0),
    motif TEXT NOT NULL,
    nom TEXT NOT NULL,
    beneficiaires BIGINT NOT NULL CHECK (beneficiaires > 0),
    PRIMARY KEY (liquidation, rang)
);
CREATE TRIGGER liquidation_reserves_immuable BEFORE UPDATE OR DELETE ON liquidation_reserves
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER liquidation_reserves_sans_vidage BEFORE TRUNCATE ON liquidation_reserves
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();

CREATE TABLE liquidation_etapes (
    liquidation BIGINT NOT NULL REFERENCES liquidations,
    rang BIGINT NOT NULL CHECK (rang > 0),
    etat TEXT NOT NULL,
    auteur TEXT NOT NULL,
    instant BIGINT NOT NULL,
    jour TEXT CHECK ((jour IS NULL) = (etat <> 'payee')),
    motif TEXT,
    PRIMARY KEY (liquidation, rang),
    UNIQUE (liquidation, etat)
);
CREATE TRIGGER liquidation_etapes_immuable BEFORE UPDATE OR DELETE ON liquidation_etapes
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER liquidation_etapes_sans_vidage BEFORE TRUNCATE ON liquidation_etapes
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();
