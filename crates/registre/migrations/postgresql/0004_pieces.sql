-- What is known of a piece: never changed, its life is in its steps.
CREATE TABLE pieces (
    id TEXT PRIMARY KEY,
    beneficiaire TEXT NOT NULL,
    dispositif TEXT NOT NULL,
    exercice TEXT NOT NULL,
    nom TEXT NOT NULL,
    taille BIGINT NOT NULL CHECK (taille > 0),
    empreinte TEXT NOT NULL
);
CREATE INDEX pieces_par_declaration ON pieces (beneficiaire, dispositif, exercice);
CREATE TRIGGER pieces_immuable BEFORE UPDATE OR DELETE ON pieces
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER pieces_sans_vidage BEFORE TRUNCATE ON pieces
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();

CREATE TABLE piece_indicateurs (
    piece TEXT NOT NULL REFERENCES pieces,
    indicateur TEXT NOT NULL,
    PRIMARY KEY (piece, indicateur)
);

CREATE TABLE piece_etapes (
    piece TEXT NOT NULL REFERENCES pieces,
    rang BIGINT NOT NULL CHECK (rang > 0),
    etat TEXT NOT NULL,
    motif TEXT,
    auteur TEXT NOT NULL,
    instant BIGINT NOT NULL,
    PRIMARY KEY (piece, rang)
);
CREATE TRIGGER piece_etapes_immuable BEFORE UPDATE OR DELETE ON piece_etapes
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER piece_etapes_sans_vidage BEFORE TRUNCATE ON piece_etapes
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();
