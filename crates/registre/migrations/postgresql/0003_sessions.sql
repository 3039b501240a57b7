-- Open sessions, under the hash of their secret.
CREATE TABLE sessions (
    empreinte TEXT PRIMARY KEY,
    personne TEXT NOT NULL,
    structure TEXT,
    ouverte BIGINT NOT NULL,
    vue BIGINT NOT NULL
);
