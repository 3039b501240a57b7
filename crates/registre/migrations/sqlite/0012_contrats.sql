-- Where each contract of somebody is computed alone, a payment says which one; '' elsewhere. A key cannot be changed in
-- place: both tables are written again, with what they hold.
CREATE TABLE versements_par_contrat (
    calcul TEXT NOT NULL REFERENCES ordres,
    rang INTEGER NOT NULL CHECK (rang > 0),
    beneficiaire TEXT NOT NULL,
    contrat TEXT NOT NULL DEFAULT '',
    dispositif TEXT NOT NULL,
    exercice TEXT NOT NULL,
    code TEXT NOT NULL,
    nature TEXT NOT NULL,
    centimes INTEGER NOT NULL,
    PRIMARY KEY (calcul, rang),
    UNIQUE (calcul, beneficiaire, contrat, dispositif, exercice, code)
) STRICT;
INSERT INTO versements_par_contrat (calcul, rang, beneficiaire, dispositif, exercice, code, nature, centimes)
SELECT calcul, rang, beneficiaire, dispositif, exercice, code, nature, centimes FROM versements;
DROP TABLE versements;
ALTER TABLE versements_par_contrat RENAME TO versements;
CREATE INDEX versements_par_beneficiaire ON versements (beneficiaire, dispositif, exercice);
CREATE INDEX versements_par_dispositif ON versements (dispositif, exercice);
CREATE TRIGGER versements_sans_modification BEFORE UPDATE ON versements
BEGIN SELECT RAISE(ABORT, 'un versement ne se modifie pas'); END;
CREATE TRIGGER versements_sans_retrait BEFORE DELETE ON versements
BEGIN SELECT RAISE(ABORT, 'un versement ne se retire pas'); END;

-- A contract has a name here when its beneficiary has several: it is in the title of the payment.
CREATE TABLE liquidation_lignes_par_contrat (
    liquidation INTEGER NOT NULL REFERENCES liquidations,
    rang INTEGER NOT NULL CHECK (rang > 0),
    beneficiaire TEXT NOT NULL,
    contrat TEXT NOT NULL DEFAULT '',
    nom_du_contrat TEXT CHECK (nom_du_contrat IS NULL OR contrat <> ''),
    nature TEXT NOT NULL,
    centimes INTEGER NOT NULL CHECK (centimes <> 0),
    deja TEXT NOT NULL,
    PRIMARY KEY (liquidation, rang),
    UNIQUE (liquidation, beneficiaire, contrat)
) STRICT;
INSERT INTO liquidation_lignes_par_contrat (liquidation, rang, beneficiaire, nature, centimes, deja)
SELECT liquidation, rang, beneficiaire, nature, centimes, deja FROM liquidation_lignes;
DROP TABLE liquidation_lignes;
ALTER TABLE liquidation_lignes_par_contrat RENAME TO liquidation_lignes;
CREATE TRIGGER liquidation_lignes_sans_modification BEFORE UPDATE ON liquidation_lignes
BEGIN SELECT RAISE(ABORT, 'une ligne de liquidation ne se modifie pas'); END;
CREATE TRIGGER liquidation_lignes_sans_retrait BEFORE DELETE ON liquidation_lignes
BEGIN SELECT RAISE(ABORT, 'une ligne de liquidation ne se retire pas'); END;

ALTER TABLE paiements_importes ADD COLUMN contrat TEXT NOT NULL DEFAULT '' CHECK (contrat = '' OR dispositif IS NOT NULL);
