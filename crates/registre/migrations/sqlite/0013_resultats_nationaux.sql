-- What was computed over everybody for an exercice, on the day it was fixed. A correction is one more row, with its
-- reason: the row before it stays. It counts nobody apart from the shares of an envelope, by identifier.
CREATE TABLE resultats_nationaux (
    dispositif TEXT NOT NULL,
    exercice INTEGER NOT NULL,
    numero INTEGER NOT NULL,
    contenu TEXT NOT NULL,
    empreinte TEXT NOT NULL,
    auteur TEXT NOT NULL,
    motif TEXT,
    instant INTEGER NOT NULL,
    PRIMARY KEY (dispositif, exercice, numero)
) STRICT;
CREATE TRIGGER resultats_nationaux_sans_modification BEFORE UPDATE ON resultats_nationaux
BEGIN SELECT RAISE(ABORT, 'un résultat national fixé ne se modifie pas'); END;
CREATE TRIGGER resultats_nationaux_sans_retrait BEFORE DELETE ON resultats_nationaux
BEGIN SELECT RAISE(ABORT, 'un résultat national fixé ne se retire pas'); END;
