-- What refuses a change to a table where nothing is ever changed or removed.
CREATE FUNCTION refuser_changement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'cette table ne se modifie pas' USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- The journal of acts, chained by hashes.
CREATE TABLE journal (
    rang BIGINT PRIMARY KEY,
    instant BIGINT NOT NULL,
    acteur TEXT NOT NULL,
    acte TEXT NOT NULL,
    objet TEXT NOT NULL,
    charge TEXT NOT NULL,
    precedente TEXT NOT NULL,
    empreinte TEXT NOT NULL
);
CREATE INDEX journal_par_objet ON journal (objet, rang);
CREATE TRIGGER journal_immuable BEFORE UPDATE OR DELETE ON journal
FOR EACH ROW EXECUTE FUNCTION refuser_changement();
CREATE TRIGGER journal_sans_vidage BEFORE TRUNCATE ON journal
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();

-- The last row: who takes the next rank locks it.
CREATE TABLE journal_tete (
    cle BIGINT PRIMARY KEY CHECK (cle = 1),
    rang BIGINT NOT NULL,
    empreinte TEXT NOT NULL
);
INSERT INTO journal_tete VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
CREATE TRIGGER journal_tete_sans_retrait BEFORE DELETE OR TRUNCATE ON journal_tete
FOR EACH STATEMENT EXECUTE FUNCTION refuser_changement();
