-- Payments made before, or elsewhere: a file is imported once.
CREATE TABLE imports (
    empreinte TEXT PRIMARY KEY,
    auteur TEXT NOT NULL,
    instant BIGINT NOT NULL,
    fictif BIGINT NOT NULL CHECK (fictif IN (0, 1))
);
CREATE TRIGGER imports_immuable BEFORE UPDATE OR DELETE ON imports
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER imports_sans_vidage BEFORE TRUNCATE ON imports
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();

CREATE TABLE paiements_importes (
    import TEXT NOT NULL REFERENCES imports,
    rang BIGINT NOT NULL CHECK (rang > 0),
    beneficiaire TEXT NOT NULL,
    convention TEXT NOT NULL,
    exercice TEXT NOT NULL,
    exercice_affiche TEXT NOT NULL,
    dispositif TEXT,
    code TEXT CHECK (code IS NULL OR dispositif IS NOT NULL),
    titre TEXT NOT NULL,
    nature TEXT NOT NULL,
    centimes BIGINT NOT NULL,
    jour TEXT NOT NULL,
    periode TEXT,
    PRIMARY KEY (import, rang),
    UNIQUE (beneficiaire, exercice, titre, jour)
);
CREATE INDEX paiements_importes_par_dispositif ON paiements_importes (dispositif, exercice);
CREATE TRIGGER paiements_importes_immuable BEFORE UPDATE OR DELETE ON paiements_importes
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER paiements_importes_sans_vidage BEFORE TRUNCATE ON paiements_importes
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();

-- What was already paid for a dispositif and an exercice is asked for everybody at once.
CREATE INDEX versements_par_dispositif ON versements (dispositif, exercice);
