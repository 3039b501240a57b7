-- What was computed over everybody for an exercice, on the day it was fixed. A correction is one more row, with its
-- reason: the row before it stays. It counts nobody apart from the shares of an envelope, by identifier.
CREATE TABLE resultats_nationaux (
    dispositif TEXT NOT NULL,
    exercice BIGINT NOT NULL,
    numero BIGINT NOT NULL,
    contenu TEXT NOT NULL,
    empreinte TEXT NOT NULL,
    auteur TEXT NOT NULL,
    motif TEXT,
    instant BIGINT NOT NULL,
    PRIMARY KEY (dispositif, exercice, numero)
);
CREATE TRIGGER resultats_nationaux_immuable BEFORE UPDATE OR DELETE ON resultats_nationaux
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER resultats_nationaux_sans_vidage BEFORE TRUNCATE ON resultats_nationaux
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();
