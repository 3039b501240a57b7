-- Who may act, and for whom. A right is never erased: it ends, or it is revoked.
CREATE TABLE personnes (
    id TEXT PRIMARY KEY,
    nom TEXT NOT NULL,
    courriel TEXT
);

CREATE TABLE droits (
    id TEXT PRIMARY KEY,
    personne TEXT NOT NULL REFERENCES personnes,
    structure TEXT NOT NULL,
    qualite TEXT NOT NULL,
    portee TEXT NOT NULL,
    depuis BIGINT NOT NULL,
    fin BIGINT,
    accorde_par TEXT NOT NULL,
    revoque BIGINT,
    revoque_par TEXT
);
CREATE INDEX droits_par_personne ON droits (personne);
CREATE INDEX droits_par_structure ON droits (structure);
CREATE TRIGGER droits_sans_retrait BEFORE DELETE ON droits
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER droits_sans_vidage BEFORE TRUNCATE ON droits
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();
