-- A run that was paid: once, whatever happens.
CREATE TABLE ordres (
    calcul TEXT PRIMARY KEY,
    empreinte TEXT NOT NULL,
    auteur TEXT NOT NULL,
    instant BIGINT NOT NULL
);
CREATE TRIGGER ordres_immuable BEFORE UPDATE OR DELETE ON ordres
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER ordres_sans_vidage BEFORE TRUNCATE ON ordres
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();

-- The ledger: a correction is one more line.
CREATE TABLE versements (
    calcul TEXT NOT NULL REFERENCES ordres,
    rang BIGINT NOT NULL CHECK (rang > 0),
    beneficiaire TEXT NOT NULL,
    dispositif TEXT NOT NULL,
    exercice TEXT NOT NULL,
    code TEXT NOT NULL,
    nature TEXT NOT NULL,
    centimes BIGINT NOT NULL,
    PRIMARY KEY (calcul, rang),
    UNIQUE (calcul, beneficiaire, dispositif, exercice, code)
);
CREATE INDEX versements_par_beneficiaire ON versements (beneficiaire, dispositif, exercice);
CREATE TRIGGER versements_immuable BEFORE UPDATE OR DELETE ON versements
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER versements_sans_vidage BEFORE TRUNCATE ON versements
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();
