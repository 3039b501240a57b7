-- What was announced, and when: never changed. Neither address nor name stands here.
CREATE TABLE courriels (
    id TEXT PRIMARY KEY,
    genre TEXT NOT NULL,
    cle TEXT NOT NULL,
    depose INTEGER NOT NULL
) STRICT;
CREATE INDEX courriels_par_cle ON courriels (cle);
CREATE TRIGGER courriels_sans_modification BEFORE UPDATE ON courriels
BEGIN SELECT RAISE(ABORT, 'un courriel ne se modifie pas'); END;
CREATE TRIGGER courriels_sans_retrait BEFORE DELETE ON courriels
BEGIN SELECT RAISE(ABORT, 'un courriel ne se retire pas'); END;

-- What happened to each: sent, postponed, given up.
CREATE TABLE courriel_etapes (
    courriel TEXT NOT NULL REFERENCES courriels,
    rang INTEGER NOT NULL CHECK (rang > 0),
    etat TEXT NOT NULL,
    motif TEXT,
    code INTEGER,
    instant INTEGER NOT NULL,
    PRIMARY KEY (courriel, rang)
) STRICT;
CREATE TRIGGER courriel_etapes_sans_modification BEFORE UPDATE ON courriel_etapes
BEGIN SELECT RAISE(ABORT, 'une étape ne se modifie pas'); END;
CREATE TRIGGER courriel_etapes_sans_retrait BEFORE DELETE ON courriel_etapes
BEGIN SELECT RAISE(ABORT, 'une étape ne se retire pas'); END;

-- What is left to send: an address and what the text needs leave with the line, once it is sent or given up.
CREATE TABLE courriel_file (
    courriel TEXT PRIMARY KEY REFERENCES courriels,
    adresse TEXT NOT NULL,
    nom TEXT,
    perime INTEGER,
    prochaine INTEGER NOT NULL
) STRICT;
CREATE INDEX courriel_file_par_instant ON courriel_file (prochaine, courriel);

CREATE TABLE courriel_parametres (
    courriel TEXT NOT NULL REFERENCES courriel_file ON DELETE CASCADE,
    nom TEXT NOT NULL,
    valeur TEXT NOT NULL,
    PRIMARY KEY (courriel, nom)
) STRICT;
