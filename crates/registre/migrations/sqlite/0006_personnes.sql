-- Who may act, and for whom. A right is never erased: it ends, or it is revoked.
CREATE TABLE personnes (
    id TEXT PRIMARY KEY,
    nom TEXT NOT NULL,
    courriel TEXT
) STRICT;

CREATE TABLE droits (
    id TEXT PRIMARY KEY,
    personne TEXT NOT NULL REFERENCES personnes,
    structure TEXT NOT NULL,
    qualite TEXT NOT NULL,
    portee TEXT NOT NULL,
    depuis INTEGER NOT NULL,
    fin INTEGER,
    accorde_par TEXT NOT NULL,
    revoque INTEGER,
    revoque_par TEXT
) STRICT;
CREATE INDEX droits_par_personne ON droits (personne);
CREATE INDEX droits_par_structure ON droits (structure);
CREATE TRIGGER droits_sans_retrait BEFORE DELETE ON droits
BEGIN SELECT RAISE(ABORT, 'un droit ne se retire pas de la base'); END;
