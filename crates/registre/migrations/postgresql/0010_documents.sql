-- Documents issued, under the hash printed on them: nothing here says whom they are about.
CREATE TABLE documents (
    empreinte TEXT PRIMARY KEY,
    genre TEXT NOT NULL,
    intitule TEXT NOT NULL,
    fichier TEXT NOT NULL,
    instant BIGINT NOT NULL
);
CREATE TRIGGER documents_immuable BEFORE UPDATE OR DELETE ON documents
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER documents_sans_vidage BEFORE TRUNCATE ON documents
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();
