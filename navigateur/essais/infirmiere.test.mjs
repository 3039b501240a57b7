// A nurse's story: two practices, two files, and never a mixture of them, with and without JavaScript. Then a dentist's.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { lancer } from '../chromium.mjs';
import { PIECE, attestation, enregistrer, etreArrete, joindreIci, recevoir, reponse } from '../declaration.mjs';
import { lirePdf } from '../papier.mjs';
import { DENTISTE, INFIRMIERE } from '../personnes.mjs';
import { ouvrir } from '../service.mjs';
import { arriverComme, choisir, posseder, texte } from '../visiteur.mjs';

const FORMULAIRE = '/declarations/fami/2024';
const VALMIERE = 'Maëlle Kervadec, cabinet de Valmière';
const ORVAILLE = "Maëlle Kervadec, cabinet d'Orvaille-le-Haut";
const VIDEO = /équipé pour les actes à distance/;
const COORDONNE = /participé dans l'année à une équipe/;

let navigateur;
before(async () => (navigateur = await lancer()));
after(() => navigateur?.close());

for (const javascript of [true, false]) {
  describe(`a nurse who has two practices, ${javascript ? 'with' : 'without'} JavaScript`, () => {
    const comment = { javascript };
    let service;
    let visiteur;
    let page;
    /** What the second practice was before anything was done in the first. */
    let avant;
    /** What the first practice received: the address of its receipt, its fingerprint, its piece. */
    const recu = {};
    before(async () => {
      service = await ouvrir();
      visiteur = await arriverComme(navigateur, service, INFIRMIERE, comment);
      page = visiteur.page;
    });
    after(async () => {
      await visiteur?.partir();
      await service?.fermer();
    });

    test('must say which practice before anything else', async () => {
      await page.goto('/tableau-de-bord');
      await page.getByRole('heading', { level: 1, name: 'Choisir une structure' }).waitFor();
      const offerts = await page.getByRole('main').getByRole('button').allInnerTexts();
      assert.equal(offerts.length, 2);
      for (const [rang, phrases] of [[VALMIERE, '970000001'], [ORVAILLE, '970000002']].entries()) {
        for (const phrase of phrases) assert.ok(offerts[rang].includes(phrase), phrase);
      }
    });

    test('reads the second practice, to know afterwards that nothing of it moved', async () => {
      await choisir(page, ORVAILLE);
      avant = await posseder(page);
      assert.ok(avant.depots.includes('Empreinte'));
    });

    test('chooses the first, and reads its dashboard', async () => {
      await page.getByRole('link', { name: 'Changer de structure' }).click();
      await choisir(page, VALMIERE);
      const entete = await texte(page.locator('header'));
      for (const phrase of [VALMIERE, 'Infirmier n° 970000001']) {
        assert.ok(entete.includes(phrase), `« ${phrase} » manque dans : ${entete}`);
      }
      const carte = await texte(page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'FAMI' }) }));
      for (const phrase of ['Critères du socle remplis', 'Au 31/12/2024', '5*', 'Tous remplis', 'Tous exigés : 5']) {
        assert.ok(carte.includes(phrase), `« ${phrase} » manque dans : ${carte}`);
      }
      const declaration = await texte(page.getByRole('region', { name: 'Déclaration', exact: true }));
      assert.match(declaration, /\(FAMI\) 2024 .*02\/03\/2025 à 23 h 59.*5\/5\. ✓ Pré-remplie, rien à transmettre/);
      const versees = await texte(page.getByRole('region', { name: 'Rémunérations', exact: true }));
      for (const [exercice, jour] of [['2023', '11/06/2024'], ['2022', '13/06/2023'], ['2021', '14/06/2022']]) {
        assert.match(versees, new RegExp(`FAMI : paiement, exercice ${exercice} Versé le ${jour}.*? 590,00 €`));
      }
    });

    test('is told why there is nothing to transmit, then what is still missing', async () => {
      await page.getByRole('link', { name: /^Forfait d'aide .* 2024$/ }).click();
      await page.getByRole('heading', { level: 1, name: /^Déclarer mes indicateurs : .*\(FAMI\) 2024$/ }).waitFor();
      assert.ok(await reponse(page, COORDONNE, 'Oui').isChecked());
      assert.equal(await page.getByText('Repris de votre déclaration 2023').count(), 7, 'tout est repris');
      assert.match(await etreArrete(page, comment), /rien n'a été modifié\s: il n'est pas nécessaire de transmettre/);

      await page.goto(FORMULAIRE);
      await reponse(page, VIDEO, 'Oui').check();
      await enregistrer(page, comment);
      // 490 € and 100 €, as the year before, and 350 € for the video.
      await page.getByText('940,00 €', { exact: true }).first().waitFor();
      assert.match(await etreArrete(page, comment), /Cochez l'attestation sur l'honneur/);
    });

    test('joins the piece of the answer that changed', async () => {
      await page.goto(FORMULAIRE);
      const endroit = page.getByRole('group', { name: 'Pièce justificative : 4. Équipement de vidéotransmission' });
      recu.piece = await joindreIci(page, endroit, comment);
      const relue = await page.request.get(recu.piece);
      assert.deepEqual(await relue.body(), PIECE.buffer);
      assert.equal(await page.getByRole('link', { name: /attestation\.pdf/ }).count(), 1, 'sous cet indicateur seulement');
    });

    test('transmits, and reads the receipt', async () => {
      const { lu, ...reste } = await recevoir(page, comment);
      Object.assign(recu, reste);
      for (const phrase of [
        VALMIERE,
        'structure n° 970000001',
        'Reçue le 15/01/2025',
        'Transmise par Maëlle Kervadec',
        'attestation.pdf',
      ]) {
        assert.ok(lu.includes(phrase), `« ${phrase} » manque`);
      }
    });

    test('downloads the summary of what was transmitted', async () => {
      const lien = page.getByRole('link', { name: 'Récapitulatif PDF' });
      recu.papier = await lien.getAttribute('href');
      const lu = (await lirePdf(page, lien)).replace(/\s+/g, ' ');
      for (const phrase of [VALMIERE, '970000001', '(FAMI)', 'vidéotransmission', 'Logiciel fictif 4.2', 'CPTS']) {
        assert.ok(lu.includes(phrase), `« ${phrase} » manque`);
      }
    });

    test('finds it among the deposits, and what it changes', async () => {
      await page.goto('/depots');
      const dernier = await texte(page.getByRole('main').getByRole('listitem').filter({ hasText: 'Empreinte' }).first());
      assert.match(dernier, /\(FAMI\) 2024, transmission n° 1 Le 15\/01\/2025 .* par Maëlle Kervadec/);
      assert.ok(dernier.includes(recu.empreinte));
      await page.goto('/suivi/fami');
      const suivi = await texte(page.getByRole('main'));
      for (const phrase of ['Acquis à ce jour 940,00 €', 'Encore possible 175,00 €', "Au plus, dans l'année 1 115,00 €"]) {
        assert.ok(suivi.includes(phrase), `« ${phrase} » manque`);
      }
    });

    test('opens what was paid for 2023, and asks why', async () => {
      await page.goto('/tableau-de-bord');
      await page.getByRole('link', { name: 'FAMI : paiement, exercice 2023' }).click();
      await page.getByRole('heading', { name: 'Comment on arrive à ce montant' }).waitFor();
      const lignes = page.getByRole('table').filter({ hasText: 'Montant calculé' }).getByRole('row');
      assert.deepEqual((await lignes.allInnerTexts()).slice(1).map((ligne) => ligne.replace(/\s+/g, ' ').trim()), [
        'Socle 490,00 €',
        'Exercice coordonné 100,00 €',
        'Équipement de vidéotransmission 0,00 €',
        'Appareils médicaux connectés 0,00 €',
        'Montant calculé 590,00 €',
      ]);
      const lu = await pourquoi(page, 'Télétransmission');
      assert.match(lu, /92 %.*= 1 840 ÷ 2 000/);
      assert.match(lu, /≥ 70 %/);
      const papier = await lirePdf(page, page.getByRole('link', { name: 'Détail en PDF' }));
      assert.ok(papier.includes(VALMIERE));
      assert.match(papier, /590,00 €/);
      assert.match(papier, /1 840/);
    });

    test('changes to the second practice, and finds it as it was', async () => {
      await page.getByRole('link', { name: 'Changer de structure' }).click();
      await page.getByText('structure actuelle').waitFor();
      await choisir(page, ORVAILLE);
      assert.ok((await texte(page.locator('header'))).includes('Infirmier n° 970000002'));
      assert.deepEqual(await posseder(page), avant);
    });

    test('finds there answers of its own, and no piece of the other', async () => {
      await page.goto(FORMULAIRE);
      assert.ok(await reponse(page, COORDONNE, 'Non').isChecked());
      assert.ok(await reponse(page, VIDEO, 'Non').isChecked());
      assert.ok(!(await attestation(page).isChecked()));
      for (const adresse of [FORMULAIRE, '/pieces']) {
        await page.goto(adresse);
        assert.equal(await page.getByText('attestation.pdf').count(), 0, adresse);
      }
    });

    test('finds there nothing of what the first practice received', async () => {
      assert.equal((await page.request.get(recu.piece)).status(), 404, 'sa pièce');
      await page.goto('/depots');
      assert.ok(!(await texte(page.getByRole('main'))).includes(recu.empreinte));
      // Each practice counts its own transmissions: the same address is there the receipt of its own first one.
      await page.goto(recu.adresse);
      const lu = await texte(page.getByRole('main'));
      assert.ok(lu.includes(ORVAILLE));
      assert.ok(!lu.includes(VALMIERE));
      assert.ok(!lu.includes(recu.empreinte));
      assert.equal((await page.request.get(recu.adresse.replace(/1$/, '2'))).status(), 404);
      assert.equal((await page.request.get(recu.papier.replace('/1/', '/2/'))).status(), 404);
    });

    test('was paid nothing there for 2023, and reads the one criterion that is missing', async () => {
      await page.goto('/remunerations?exercice=2023');
      assert.equal(await page.getByText('590,00 €').count(), 0);
      await page.goto('/remunerations/fami/2023');
      const haut = await texte(page.getByRole('main'));
      assert.ok(haut.includes(ORVAILLE));
      assert.match(haut, /Socle 0,00 € .* Montant calculé 0,00 €/);
      const lu = await pourquoi(page, 'Télétransmission');
      assert.match(lu, /40 %.*= 200 ÷ 500/);
      assert.match(lu, /il en manquait 150/);
      assert.doesNotMatch(lu, /1 840/);
    });

    test('finds the first practice again as it was left', async () => {
      await page.getByRole('link', { name: 'Changer de structure' }).click();
      await choisir(page, VALMIERE);
      await page.goto(recu.adresse);
      assert.ok((await texte(page.getByRole('main'))).includes(recu.empreinte));
      await page.goto(FORMULAIRE);
      assert.ok(await reponse(page, VIDEO, 'Oui').isChecked());
    });
  });

  test(`a dentist finds a FAMI and documents of their own, ${javascript ? 'with' : 'without'} JavaScript`, async () => {
    const service = await ouvrir();
    const visiteur = await arriverComme(navigateur, service, DENTISTE, { javascript });
    const { page } = visiteur;
    assert.ok((await texte(page.locator('header'))).includes('Chirurgien-dentiste n° 940000001'));
    await page.locator('summary', { hasText: /^Menu$/ }).click();
    await page.getByRole('navigation').getByRole('link', { name: 'Mon FAMI', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /^Suivi : .*\(FAMI\)/ }).waitFor();
    const suivi = await texte(page.getByRole('main'));
    // The schedule in the public directory is their fifth criterion, where a nurse has SCOR.
    assert.ok(suivi.includes("Horaires dans l'Annuaire santé"));
    assert.doesNotMatch(suivi, /SCOR/);
    assert.match(suivi, /2 780 ÷ 2 900 = 95,86 %/);
    await page.goto('/documents-utiles');
    const documents = await texte(page.getByRole('main'));
    assert.ok(documents.includes('Chirurgien-dentiste : comprendre les dispositifs'));
    assert.doesNotMatch(documents, /infirmiers|orthophonistes/);
    await page.getByRole('link', { name: 'Comprendre mon FAMI' }).click();
    await page.getByRole('heading', { level: 1, name: 'Comprendre mon FAMI' }).waitFor();
    assert.match(await texte(page.getByRole('main')), /Chirurgien-dentiste 2023, horaires à la place de SCOR/);
    await visiteur.partir();
    await service.fermer();
  });
}

/** Opens « Pourquoi ce montant ? » under an indicator, and reads it. */
async function pourquoi(page, indicateur) {
  const repli = page.locator('summary', { hasText: 'Pourquoi ce montant ?' }).filter({ hasText: indicateur });
  await repli.click();
  const contenu = repli.locator('xpath=..');
  assert.ok(await contenu.evaluate((e) => e.open));
  return texte(contenu);
}
