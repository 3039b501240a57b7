-- What was announced, and when: never changed. Neither address nor name stands here.
CREATE TABLE courriels (
    id TEXT PRIMARY KEY,
    genre TEXT NOT NULL,
    cle TEXT NOT NULL,
    depose BIGINT NOT NULL
);
CREATE INDEX courriels_par_cle ON courriels (cle);
CREATE TRIGGER courriels_immuable BEFORE UPDATE OR DELETE ON courriels
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER courriels_sans_vidage BEFORE TRUNCATE ON courriels
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();

-- What happened to each: sent, postponed, given up.
CREATE TABLE courriel_etapes (
    courriel TEXT NOT NULL REFERENCES courriels,
    rang BIGINT NOT NULL CHECK (rang > 0),
    etat TEXT NOT NULL,
    motif TEXT,
    code BIGINT,
    instant BIGINT NOT NULL,
    PRIMARY KEY (courriel, rang)
);
CREATE TRIGGER courriel_etapes_immuable BEFORE UPDATE OR DELETE ON courriel_etapes
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER courriel_etapes_sans_vidage BEFORE TRUNCATE ON courriel_etapes
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();

-- What is left to send: an address and what the text needs leave with the line, once it is sent or given up.
CREATE TABLE courriel_file (
    courriel TEXT PRIMARY KEY REFERENCES courriels,
    adresse TEXT NOT NULL,
    nom TEXT,
    perime BIGINT,
    prochaine BIGINT NOT NULL
);
CREATE INDEX courriel_file_par_instant ON courriel_file (prochaine, courriel);

CREATE TABLE courriel_parametres (
    courriel TEXT NOT NULL REFERENCES courriel_file ON DELETE CASCADE,
    nom TEXT NOT NULL,
    valeur TEXT NOT NULL,
    PRIMARY KEY (courriel, nom)
);
