-- Open sessions, under the hash of their secret.
CREATE TABLE sessions (
    empreinte TEXT PRIMARY KEY,
    personne TEXT NOT NULL,
    structure TEXT,
    ouverte INTEGER NOT NULL,
    vue INTEGER NOT NULL
) STRICT;
