// The manager of two health centres: declares for one, and nothing of it shows in the other, with and without JavaScript.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { lancer } from '../chromium.mjs';
import { enregistrer, etreArrete, joindreIci, recevoir, reponse } from '../declaration.mjs';
import { lirePdf } from '../papier.mjs';
import { GESTIONNAIRE } from '../personnes.mjs';
import { ouvrir } from '../service.mjs';
import { arriverComme, choisir, posseder, texte } from '../visiteur.mjs';

const FORMULAIRE = '/declarations/remuneration_specifique/2024';
const DETAIL = '/remunerations/remuneration_specifique/2023';
const POLYVALENT = 'Centre de santé des Trois-Tilleuls, Valmière';
const DENTAIRE = 'Centre de santé de la Gare, Marsenoy';

let navigateur;
before(async () => (navigateur = await lancer()));
after(() => navigateur?.close());

for (const javascript of [true, false]) {
  describe(`the manager of two health centres, ${javascript ? 'with' : 'without'} JavaScript`, () => {
    const comment = { javascript };
    let service;
    let visiteur;
    let page;
    /** What the dental centre was before anything was done in the other. */
    let avant;
    /** What the first centre received: the address of its receipt, its fingerprint, its piece. */
    const recu = {};
    /** The nurses' working time: the only figure that changes. */
    const etp = () => page.getByLabel(/équivalents temps plein \(ETP\) les infirmiers/);
    before(async () => {
      service = await ouvrir();
      visiteur = await arriverComme(navigateur, service, GESTIONNAIRE, comment);
      page = visiteur.page;
    });
    after(async () => {
      await visiteur?.partir();
      await service?.fermer();
    });

    test('must say which centre, and reads the dental one before touching the other', async () => {
      await page.getByRole('heading', { level: 1, name: 'Choisir une structure' }).waitFor();
      assert.equal(await page.getByRole('main').getByRole('button').count(), 2);
      await choisir(page, DENTAIRE);
      avant = await posseder(page);
      await page.getByRole('link', { name: 'Changer de structure' }).click();
      await choisir(page, POLYVALENT);
    });

    test('reads the dashboard of the first centre, whose amounts say that they are fictitious', async () => {
      const entete = await texte(page.locator('header'));
      for (const phrase of [POLYVALENT, 'Médical ou polyvalent', 'Hélène Tassigny', 'Centre de santé n° 960000001']) {
        assert.ok(entete.includes(phrase), `« ${phrase} » manque dans : ${entete}`);
      }
      const carte = await texte(page.getByRole('article').first());
      assert.match(carte, /Conventions pour les publics vulnérables 2 Objectif : 1 ✓ Atteint/);
      assert.match(carte, /Patients en situation de précarité 10,00 % Objectif : 10 % ! Atteint, à confirmer/);
      const versees = await texte(page.getByRole('region', { name: 'Rémunérations', exact: true }));
      assert.match(versees, /exercice 2023 Versé le 11\/06\/2024 valeur fictive 20 646,00 €/i);
    });

    test('is stopped by a number that is none, and by the statement that is missing', async () => {
      await page.getByRole('link', { name: 'Rémunération forfaitaire spécifique 2024' }).click();
      await page.getByRole('heading', { level: 1, name: /^Déclarer mes indicateurs : .* spécifique 2024$/ }).waitFor();
      assert.equal(await etp().inputValue(), '3,9', 'repris de 2023');
      await etp().fill('quatre');
      await etp().blur();
      await enregistrer(page, comment);
      const raison = await etreArrete(page, comment);
      assert.match(raison, /Temps de travail des infirmiers\s: Indiquez un nombre, avec une décimale au plus/);
      await page.goto(FORMULAIRE);
      assert.equal(await etp().inputValue(), 'quatre', 'la saisie est conservée');
      await etp().fill('4');
      await etp().blur();
      await enregistrer(page, comment);
      assert.match(await etreArrete(page, comment), /Cochez l'attestation sur l'honneur/);
    });

    test('sees what a tenth more of working time brings, and what a missing prerequisite takes away', async () => {
      await page.goto(FORMULAIRE);
      // With 3.9 it was 21 090 €: from 4, the points of the nurses' scale are added, 7 276.67 € of them.
      const estimation = page.getByRole('region', { name: 'Votre estimation' });
      assert.match(await texte(estimation), /valeur fictive 28 366,67 € ! À confirmer/i);
      await reponse(page, /amplitude d'ouverture prévue/, 'Non').check();
      await enregistrer(page, comment);
      await estimation.getByText('0,00 €', { exact: true }).first().waitFor();
      await reponse(page, /amplitude d'ouverture prévue/, 'Oui').check();
      await enregistrer(page, comment);
      await estimation.getByText('28 366,67 €').first().waitFor();
    });

    test('joins a piece, transmits, and reads the receipt', async () => {
      const endroit = page.getByRole('group', { name: 'Pièce justificative : 2. Temps de travail des infirmiers' });
      recu.piece = await joindreIci(page, endroit, comment);
      const { lu, ...reste } = await recevoir(page, comment);
      Object.assign(recu, reste);
      for (const phrase of [POLYVALENT, 'structure n° 960000001', 'Transmise par Hélène Tassigny', 'attestation.pdf']) {
        assert.ok(lu.includes(phrase), `« ${phrase} » manque`);
      }
    });

    test('downloads the summary, and finds the transmission among the deposits', async () => {
      const lien = page.getByRole('link', { name: 'Récapitulatif PDF' });
      recu.papier = await lien.getAttribute('href');
      const papier = (await lirePdf(page, lien)).replace(/\s+/g, ' ');
      for (const phrase of [POLYVALENT, '960000001', 'Rémunération forfaitaire spécifique', "Amplitude d'ouverture"]) {
        assert.ok(papier.replaceAll('’', "'").includes(phrase), `« ${phrase} » manque`);
      }
      await page.goto('/depots');
      const dernier = await texte(page.getByRole('main').getByRole('listitem').filter({ hasText: 'Empreinte' }).first());
      assert.match(dernier, /spécifique 2024, transmission n° 1 Le 15\/01\/2025 .* par Hélène Tassigny/);
      assert.ok(dernier.includes(recu.empreinte));
    });

    test('follows the engagements and the points that they give', async () => {
      await page.goto('/suivi/remuneration_specifique');
      const lu = await texte(page.getByRole('main'));
      for (const phrase of [
        // 2 850 points at 7.40 € are the 21 090 €, and 983.33 the 7 276.67 €.
        "Points du centre 2 850 Points de l'activité infirmière 983,33 Points en tout 3 833,33",
        'Il en faut au moins 4. Vous en déclarez 4, et 8 de médecins généralistes.',
        'Calcul : 800 ÷ 8 000 = 10,00 %',
        'Télétransmission 70 % 70 % non 60',
        'Repose sur une valeur fictive de démonstration',
      ]) {
        assert.ok(lu.includes(phrase), `« ${phrase} » manque`);
      }
    });

    test('reads what was paid for 2023, why, and the same on paper', async () => {
      await page.goto('/tableau-de-bord');
      await page.getByRole('link', { name: 'Rémunération forfaitaire spécifique : paiement, exercice 2023' }).click();
      await page.getByRole('heading', { name: 'Comment on arrive à ce montant' }).waitFor();
      const lu = await texte(page.getByRole('main'));
      assert.match(lu, /Montant calculé 20 646,00 € ✓ Versé valeur fictive de démonstration/i);
      for (const ligne of [
        "Amplitude d'ouverture 5 920,00 €",
        "Système d'information 4 070,00 €",
        'Soins non programmés 3 700,00 €',
      ]) {
        assert.ok(lu.includes(ligne), `« ${ligne} » manque`);
      }
      const repli = page.locator('summary', { hasText: 'Pourquoi ce montant ?' }).filter({ hasText: 'précarité' });
      await repli.click();
      const raisons = await texte(repli.locator('xpath=..'));
      assert.match(raisons, /= 800 ÷ 8 000/);
      assert.match(raisons, /= 140 × 7,40 € par point/);
      assert.match(raisons, /valeur fictive de démonstration/);
      const infirmiers = page.locator('summary', { hasText: 'Pourquoi ce montant ?' }).filter({ hasText: 'infirmière' });
      await infirmiers.first().click();
      // Tenths are held, and read as what they count.
      const chiffres = await texte(infirmiers.first().locator('xpath=..'));
      assert.match(chiffres, /Infirmiers, en équivalent temps plein ?3,9 Équivalents temps plein/);
      const papier = (await lirePdf(page, page.getByRole('link', { name: 'Détail en PDF' }))).replace(/\s+/g, ' ');
      assert.ok(papier.includes(POLYVALENT));
      assert.ok(papier.includes('20 646,00 €'));
      assert.match(papier, /valeur fictive/i);
    });

    test('changes to the dental centre, and finds it as it was', async () => {
      await page.getByRole('link', { name: 'Changer de structure' }).click();
      await choisir(page, DENTAIRE);
      const entete = await texte(page.locator('header'));
      assert.ok(entete.includes('Dentaire — Hélène Tassigny — Centre de santé n° 960000009'), entete);
      assert.deepEqual(await posseder(page), avant);
    });

    test('finds there the questions of a dental centre only, and nothing that was transmitted', async () => {
      await page.goto(FORMULAIRE);
      assert.ok(!(await etp().isVisible()), 'rien sur les infirmiers dans un centre dentaire');
      assert.equal(await page.getByLabel('Combien de professionnels de santé').inputValue(), '9');
      assert.equal(await page.getByText('attestation.pdf').count(), 0);
      for (const adresse of [recu.adresse, recu.papier, recu.piece]) {
        assert.equal((await page.request.get(adresse)).status(), 404, adresse);
      }
      await page.goto('/depots');
      assert.ok(!(await texte(page.getByRole('main'))).includes(recu.empreinte));
    });

    test('was paid there by the scale of dental centres', async () => {
      await page.goto(DETAIL);
      const lu = await texte(page.getByRole('main'));
      assert.ok(lu.includes(DENTAIRE));
      // 500 points of opening hours; 100 and 200 for each 8 professionals, of whom there are 9.
      for (const ligne of ["Amplitude d'ouverture 3 700,00 €", "Système d'information 2 405,00 €"]) {
        assert.ok(lu.includes(ligne), `« ${ligne} » manque`);
      }
      assert.ok(!lu.includes('20 646,00 €'));
      assert.ok(!lu.includes(POLYVALENT));
    });
  });
}
