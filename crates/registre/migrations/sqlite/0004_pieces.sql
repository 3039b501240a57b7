-- What is known of a piece: never changed, its life is in its steps.
CREATE TABLE pieces (
    id TEXT PRIMARY KEY,
    beneficiaire TEXT NOT NULL,
    dispositif TEXT NOT NULL,
    exercice TEXT NOT NULL,
    nom TEXT NOT NULL,
    taille INTEGER NOT NULL CHECK (taille > 0),
    empreinte TEXT NOT NULL
) STRICT;
CREATE INDEX pieces_par_declaration ON pieces (beneficiaire, dispositif, exercice);
CREATE TRIGGER pieces_sans_modification BEFORE UPDATE ON pieces
BEGIN SELECT RAISE(ABORT, 'une pièce ne se modifie pas'); END;
CREATE TRIGGER pieces_sans_retrait BEFORE DELETE ON pieces
BEGIN SELECT RAISE(ABORT, 'une pièce ne se retire pas de la base'); END;

CREATE TABLE piece_indicateurs (
    piece TEXT NOT NULL REFERENCES pieces,
    indicateur TEXT NOT NULL,
    PRIMARY KEY (piece, indicateur)
) STRICT;

CREATE TABLE piece_etapes (
    piece TEXT NOT NULL REFERENCES pieces,
    rang INTEGER NOT NULL CHECK (rang > 0),
    etat TEXT NOT NULL,
    motif TEXT,
    auteur TEXT NOT NULL,
    instant INTEGER NOT NULL,
    PRIMARY KEY (piece, rang)
) STRICT;
CREATE TRIGGER piece_etapes_sans_modification BEFORE UPDATE ON piece_etapes
BEGIN SELECT RAISE(ABORT, 'une étape ne se modifie pas'); END;
CREATE TRIGGER piece_etapes_sans_retrait BEFORE DELETE ON piece_etapes
BEGIN SELECT RAISE(ABORT, 'une étape ne se retire pas'); END;
