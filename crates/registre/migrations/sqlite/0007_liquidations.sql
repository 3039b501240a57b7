-- A run: what was computed, from what. Never changed; its life is in its steps.
CREATE TABLE liquidations (
    numero INTEGER PRIMARY KEY CHECK (numero > 0),
    calcul TEXT NOT NULL UNIQUE,
    dispositif TEXT NOT NULL,
    exercice TEXT NOT NULL,
    versement TEXT NOT NULL,
    titre TEXT NOT NULL,
    annee_du_versement INTEGER NOT NULL CHECK (annee_du_versement IN (0, 1)),
    periode TEXT,
    regles TEXT NOT NULL,
    entrees TEXT NOT NULL,
    executable TEXT NOT NULL,
    sortie TEXT NOT NULL,
    manifeste TEXT NOT NULL,
    manifeste_chemin TEXT NOT NULL,
    lignes TEXT NOT NULL
) STRICT;
CREATE TRIGGER liquidations_sans_modification BEFORE UPDATE ON liquidations
BEGIN SELECT RAISE(ABORT, 'une liquidation ne se modifie pas'); END;
CREATE TRIGGER liquidations_sans_retrait BEFORE DELETE ON liquidations
BEGIN SELECT RAISE(ABORT, 'une liquidation ne se retire pas'); END;

-- What it pays to each, and what had already been paid when it was prepared.
CREATE TABLE liquidation_lignes (
    liquidation INTEGER NOT NULL REFERENCES liquidations,
    rang INTEGER NOT NULL CHECK (rang > 0),
    beneficiaire TEXT NOT NULL,
    nature TEXT NOT NULL,
    centimes INTEGER NOT NULL CHECK (centimes <> 0),
    deja TEXT NOT NULL,
    PRIMARY KEY (liquidation, rang),
    UNIQUE (liquidation, beneficiaire)
) STRICT;
CREATE TRIGGER liquidation_lignes_sans_modification BEFORE UPDATE ON liquidation_lignes
BEGIN SELECT RAISE(ABORT, 'une ligne de liquidation ne se modifie pas'); END;
CREATE TRIGGER liquidation_lignes_sans_retrait BEFORE DELETE ON liquidation_lignes
BEGIN SELECT RAISE(ABORT, 'une ligne de liquidation ne se retire pas'); END;

-- What keeps it from being an order of payment.
CREATE TABLE liquidation_reserves (
    liquidation INTEGER NOT NULL REFERENCES liquidations,
    rang INTEGER NOT NULL CHECK (rang > 0),
    motif TEXT NOT NULL,
    nom TEXT NOT NULL,
    beneficiaires INTEGER NOT NULL CHECK (beneficiaires > 0),
    PRIMARY KEY (liquidation, rang)
) STRICT;
CREATE TRIGGER liquidation_reserves_sans_modification BEFORE UPDATE ON liquidation_reserves
BEGIN SELECT RAISE(ABORT, 'une réserve ne se modifie pas'); END;
CREATE TRIGGER liquidation_reserves_sans_retrait BEFORE DELETE ON liquidation_reserves
BEGIN SELECT RAISE(ABORT, 'une réserve ne se retire pas'); END;

CREATE TABLE liquidation_etapes (
    liquidation INTEGER NOT NULL REFERENCES liquidations,
    rang INTEGER NOT NULL CHECK (rang > 0),
    etat TEXT NOT NULL,
    auteur TEXT NOT NULL,
    instant INTEGER NOT NULL,
    jour TEXT CHECK ((jour IS NULL) = (etat <> 'payee')),
    motif TEXT,
    PRIMARY KEY (liquidation, rang),
    UNIQUE (liquidation, etat)
) STRICT;
CREATE TRIGGER liquidation_etapes_sans_modification BEFORE UPDATE ON liquidation_etapes
BEGIN SELECT RAISE(ABORT, 'une étape ne se modifie pas'); END;
CREATE TRIGGER liquidation_etapes_sans_retrait BEFORE DELETE ON liquidation_etapes
BEGIN SELECT RAISE(ABORT, 'une étape ne se retire pas'); END;
