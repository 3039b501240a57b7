-- Payments made before, or elsewhere: a file is imported once.
CREATE TABLE imports (
    empreinte TEXT PRIMARY KEY,
    auteur TEXT NOT NULL,
    instant INTEGER NOT NULL,
    fictif INTEGER NOT NULL CHECK (fictif IN (0, 1))
) STRICT;
CREATE TRIGGER imports_sans_modification BEFORE UPDATE ON imports
BEGIN SELECT RAISE(ABORT, 'un import ne se modifie pas'); END;
CREATE TRIGGER imports_sans_retrait BEFORE DELETE ON imports
BEGIN SELECT RAISE(ABORT, 'un import ne se retire pas'); END;

CREATE TABLE paiements_importes (
    import TEXT NOT NULL REFERENCES imports,
    rang INTEGER NOT NULL CHECK (rang > 0),
    beneficiaire TEXT NOT NULL,
    convention TEXT NOT NULL,
    exercice TEXT NOT NULL,
    exercice_affiche TEXT NOT NULL,
    dispositif TEXT,
    code TEXT CHECK (code IS NULL OR dispositif IS NOT NULL),
    titre TEXT NOT NULL,
    nature TEXT NOT NULL,
    centimes INTEGER NOT NULL,
    jour TEXT NOT NULL,
    periode TEXT,
    PRIMARY KEY (import, rang),
    UNIQUE (beneficiaire, exercice, titre, jour)
) STRICT;
CREATE INDEX paiements_importes_par_dispositif ON paiements_importes (dispositif, exercice);
CREATE TRIGGER paiements_importes_sans_modification BEFORE UPDATE ON paiements_importes
BEGIN SELECT RAISE(ABORT, 'un paiement ne se modifie pas'); END;
CREATE TRIGGER paiements_importes_sans_retrait BEFORE DELETE ON paiements_importes
BEGIN SELECT RAISE(ABORT, 'un paiement ne se retire pas'); END;

-- What was already paid for a dispositif and an exercice is asked for everybody at once.
CREATE INDEX versements_par_dispositif ON versements (dispositif, exercice);
