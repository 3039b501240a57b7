-- Rights offered and not taken yet. The code of the link is kept as its hash: reading the table opens no door.
CREATE TABLE invitations (
    id TEXT PRIMARY KEY,
    empreinte TEXT NOT NULL UNIQUE,
    structure TEXT NOT NULL,
    nom TEXT NOT NULL,
    courriel TEXT NOT NULL,
    portee TEXT NOT NULL,
    fin_du_droit INTEGER NOT NULL,
    invite_par TEXT NOT NULL REFERENCES personnes,
    creee INTEGER NOT NULL,
    expire INTEGER NOT NULL,
    reponse TEXT,
    repondue INTEGER,
    repondue_par TEXT,
    droit TEXT REFERENCES droits
) STRICT;
CREATE INDEX invitations_par_structure ON invitations (structure);
