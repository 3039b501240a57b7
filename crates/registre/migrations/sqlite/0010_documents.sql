-- Documents issued, under the hash printed on them: nothing here says whom they are about.
CREATE TABLE documents (
    empreinte TEXT PRIMARY KEY,
    genre TEXT NOT NULL,
    intitule TEXT NOT NULL,
    fichier TEXT NOT NULL,
    instant INTEGER NOT NULL
) STRICT;
CREATE TRIGGER documents_sans_modification BEFORE UPDATE ON documents
BEGIN SELECT RAISE(ABORT, 'un document émis ne se modifie pas'); END;
CREATE TRIGGER documents_sans_retrait BEFORE DELETE ON documents
BEGIN SELECT RAISE(ABORT, 'un document émis ne se retire pas'); END;
