-- The journal of acts, chained by hashes. Nothing in it is ever changed or removed.
CREATE TABLE journal (
    rang INTEGER PRIMARY KEY,
    instant INTEGER NOT NULL,
    acteur TEXT NOT NULL,
    acte TEXT NOT NULL,
    objet TEXT NOT NULL,
    charge TEXT NOT NULL,
    precedente TEXT NOT NULL,
    empreinte TEXT NOT NULL
) STRICT;
CREATE INDEX journal_par_objet ON journal (objet, rang);
CREATE TRIGGER journal_sans_modification BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'le journal ne se modifie pas'); END;
CREATE TRIGGER journal_sans_retrait BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'le journal ne se retire pas'); END;

-- The last row: who takes the next rank locks it.
CREATE TABLE journal_tete (
    cle INTEGER PRIMARY KEY CHECK (cle = 1),
    rang INTEGER NOT NULL,
    empreinte TEXT NOT NULL
) STRICT;
INSERT INTO journal_tete VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
CREATE TRIGGER journal_tete_sans_retrait BEFORE DELETE ON journal_tete
BEGIN SELECT RAISE(ABORT, 'la tête du journal ne se retire pas'); END;
