-- Where each contract of somebody is computed alone, a payment says which one; '' elsewhere.
ALTER TABLE versements ADD COLUMN contrat TEXT NOT NULL DEFAULT '';
ALTER TABLE versements DROP CONSTRAINT versements_calcul_beneficiaire_dispositif_exercice_code_key;
ALTER TABLE versements ADD UNIQUE (calcul, beneficiaire, contrat, dispositif, exercice, code);

-- A contract has a name here when its beneficiary has several: it is in the title of the payment.
ALTER TABLE liquidation_lignes ADD COLUMN contrat TEXT NOT NULL DEFAULT '';
ALTER TABLE liquidation_lignes ADD COLUMN nom_du_contrat TEXT CHECK (nom_du_contrat IS NULL OR contrat <> '');
ALTER TABLE liquidation_lignes DROP CONSTRAINT liquidation_lignes_liquidation_beneficiaire_key;
ALTER TABLE liquidation_lignes ADD UNIQUE (liquidation, beneficiaire, contrat);

ALTER TABLE paiements_importes ADD COLUMN contrat TEXT NOT NULL DEFAULT '' CHECK (contrat = '' OR dispositif IS NOT NULL);
