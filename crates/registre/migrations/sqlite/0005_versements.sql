-- A run that was paid: once, whatever happens.
CREATE TABLE ordres (
    calcul TEXT PRIMARY KEY,
    empreinte TEXT NOT NULL,
    auteur TEXT NOT NULL,
    instant INTEGER NOT NULL
) STRICT;
CREATE TRIGGER ordres_sans_modification BEFORE UPDATE ON ordres
BEGIN SELECT RAISE(ABORT, 'un ordre ne se modifie pas'); END;
CREATE TRIGGER ordres_sans_retrait BEFORE DELETE ON ordres
BEGIN SELECT RAISE(ABORT, 'un ordre ne se retire pas'); END;

-- The ledger: a correction is one more line.
CREATE TABLE versements (
    calcul TEXT NOT NULL REFERENCES ordres,
    rang INTEGER NOT NULL CHECK (rang > 0),
    beneficiaire TEXT NOT NULL,
    dispositif TEXT NOT NULL,
    exercice TEXT NOT NULL,
    code TEXT NOT NULL,
    nature TEXT NOT NULL,
    centimes INTEGER NOT NULL,
    PRIMARY KEY (calcul, rang),
    UNIQUE (calcul, beneficiaire, dispositif, exercice, code)
) STRICT;
CREATE INDEX versements_par_beneficiaire ON versements (beneficiaire, dispositif, exercice);
CREATE TRIGGER versements_sans_modification BEFORE UPDATE ON versements
BEGIN SELECT RAISE(ABORT, 'un versement ne se modifie pas'); END;
CREATE TRIGGER versements_sans_retrait BEFORE DELETE ON versements
BEGIN SELECT RAISE(ABORT, 'un versement ne se retire pas'); END;
