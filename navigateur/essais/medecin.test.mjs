// A doctor's story: what they follow, what they were paid and why, with and without JavaScript.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { lancer } from '../chromium.mjs';
import { lirePdf } from '../papier.mjs';
import { AVEC_ASSISTANT, MEDECIN } from '../personnes.mjs';
import { ouvrir } from '../service.mjs';
import { arriverComme } from '../visiteur.mjs';

/** The menu of the document, in its order. */
const MENU = [
  'Tableau de bord',
  'Mes rémunérations',
  'ROSP clinique',
  'Ma patientèle',
  'Forfait structure',
  'OPTAM',
  'Assistants médicaux',
  'Biosimilaires',
  'Télésanté',
  'IPP',
  'OAM',
];

let navigateur;
before(async () => (navigateur = await lancer()));
after(() => navigateur?.close());

for (const javascript of [true, false]) {
  describe(`a doctor, ${javascript ? 'with' : 'without'} JavaScript`, () => {
    let service;
    let page;
    const visiteurs = [];
    const entrer = async (personne) => {
      const visiteur = await arriverComme(navigateur, service, personne, { javascript });
      visiteurs.push(visiteur);
      page = visiteur.page;
    };
    before(async () => {
      service = await ouvrir();
      await entrer(MEDECIN);
    });
    after(async () => {
      for (const visiteur of visiteurs) await visiteur.partir();
      await service?.fermer();
    });

    test('reads the three cards of the dashboard', async () => {
      const telesante = page.getByRole('article').filter({ has: page.getByRole('heading', { name: 'Télésanté' }) });
      const lu = (await telesante.innerText()).replace(/\s+/g, ' ');
      for (const phrase of ['Au 30/09/2024', '1,26 %*', 'Soit 7/553', '* Seuil à ne pas dépasser : 20 %', 'Respecté']) {
        assert.ok(lu.includes(phrase), `« ${phrase} » manque dans : ${lu}`);
      }
      for (const suivi of ['Accédez à votre suivi IPP', 'Accédez à votre suivi OAM']) {
        assert.ok(await page.getByRole('link', { name: suivi }).isVisible(), suivi);
      }
    });

    test('finds every follow-up in the menu, in the order of the convention', async () => {
      await page.locator('summary', { hasText: /^Menu$/ }).click();
      const menu = page.getByRole('navigation').filter({ has: page.getByRole('link', { name: 'Mes rémunérations' }) });
      const lus = (await menu.getByRole('link').allInnerTexts()).map((texte) => texte.trim());
      const attendus = MENU.filter((nom) => lus.includes(nom));
      assert.deepEqual(lus.filter((nom) => MENU.includes(nom)), attendus);
      for (const nom of ['Télésanté', 'IPP', 'OAM', 'Biosimilaires', 'Ma patientèle']) {
        assert.ok(lus.includes(nom), `« ${nom} » manque dans : ${lus}`);
      }
      await menu.getByRole('link', { name: 'IPP', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: /inhibiteurs de la pompe à protons/i }).waitFor();
    });

    test('reads a decrease whose second figure has not come, and that its rule is to be confirmed', async () => {
      const tableau = page.getByRole('table').filter({ hasText: 'Période observée' });
      const ligne = tableau.getByRole('row').filter({ hasText: 'pendant plus de 8 semaines' });
      const cases = (await ligne.getByRole('cell').allInnerTexts()).map((texte) => texte.replace(/\s+/g, ' ').trim());
      assert.deepEqual(cases.slice(-3), ['50', "Cette donnée n'est pas disponible", '25']);
      assert.ok(await page.getByText('Atteint, à confirmer').first().isVisible());
      assert.ok(await page.getByText(/Règle d.atteinte provisoire/).first().isVisible());
      assert.equal(await page.getByRole('link', { name: /détail de la rémunération/ }).count(), 0, 'rien n’est payé en 2024');
      await page.getByRole('link', { name: 'Retour au tableau de bord' }).click();
      await page.getByRole('heading', { level: 1, name: 'Tableau de bord' }).waitFor();
    });

    test('compares their rate of orthoses with the national mean, and reads the figures of the chart', async () => {
      await page.getByRole('link', { name: 'Accédez à votre suivi OAM' }).click();
      await page.getByText('3 ÷ 36 = 8,33 %').first().waitFor();
      const donnees = page.locator('summary', { hasText: 'Données du graphique' });
      assert.equal(await donnees.count(), await page.getByText('Lecture :').count(), 'un tableau et une phrase par graphique');
      await donnees.nth(1).click();
      const lu = await donnees.nth(1).locator('xpath=..').innerText();
      for (const annee of ['2022', '2023', '2024']) assert.ok(lu.includes(annee), annee);
    });

    test('downloads the follow-up as it was shown', async () => {
      const texte = await lirePdf(page, page.getByRole('link', { name: /en PDF$/ }).first());
      assert.match(texte, /8,33 %/);
      assert.match(texte, /moyenne nationale/i);
    });

    test('finds the two molecules that were added, and what one of them pays', async () => {
      await page.goto('/suivi/interessement_biosimilaires');
      for (const molecule of [/tocilizumab/i, /ust[ée]kinumab/i]) {
        assert.ok(await page.getByRole('row').filter({ hasText: molecule }).first().isVisible(), String(molecule));
      }
      // And on the detail of what it pays, on the page and on paper.
      await page.goto('/remunerations/interessement_biosimilaires/2024');
      assert.match(await page.getByRole('main').innerText(), /tocilizumab/i);
      assert.match(await lirePdf(page, page.getByRole('link', { name: 'Détail en PDF' })), /tocilizumab/i);
    });

    test('opens a document that explains, on the page and on paper', async () => {
      await page.goto('/documents-utiles');
      await page.getByRole('link', { name: 'Comprendre mon VSM' }).first().click();
      await page.getByRole('heading', { level: 1, name: 'Comprendre mon VSM' }).waitFor();
      const texte = await lirePdf(page, page.getByRole('link', { name: /PDF/ }).first());
      assert.match(texte, /Comprendre mon VSM/);
      assert.match(texte, /800/);
    });

    test('was paid an advance, and sees what is only estimated without a date', async () => {
      await entrer(AVEC_ASSISTANT);
      await page.getByRole('link', { name: 'Accédez à vos rémunérations' }).click();
      await page.getByRole('link', { name: 'Exercice 2024', exact: true }).click();
      const tuile = (titre) => page.getByRole('listitem').filter({ hasText: titre }).first();
      const avance = (await tuile(/Avance.*[Aa]ssistants médicaux.*2024/).innerText()).replace(/\s+/g, ' ');
      assert.match(avance, /07\/01\/2025/);
      assert.match(avance, /11 000,00 €/);
      const estime = (await tuile(/FPMT estimé.*2024/).innerText()).replace(/\s+/g, ' ');
      assert.match(estime, /22 879,00 €/);
      assert.match(estime, /[Ee]stim/);
      assert.doesNotMatch(estime, /\d\d\/\d\d\/\d\d\d\d/, 'sans date');
    });

    test('asks why this advance, and reads the terms of the contract', async () => {
      await page.getByRole('link', { name: /Avance.*[Aa]ssistants médicaux.*2024/ }).first().click();
      const lu = (await page.getByRole('main').innerText()).replace(/\s+/g, ' ');
      for (const phrase of ['11 000,00 €', '07/01/2025', 'Option 2 - 1 ETP', '1 036', '1 615', '1 341', '51,48 %']) {
        assert.ok(lu.includes(phrase), `« ${phrase} » manque`);
      }
      const pourquoi = page.locator('summary', { hasText: /^Pourquoi/ }).first();
      await pourquoi.click();
      assert.ok(await pourquoi.locator('xpath=..').evaluate((repli) => repli.open && repli.innerText.length > 100));
      const texte = await lirePdf(page, page.getByRole('link', { name: 'Détail en PDF' }));
      assert.match(texte, /11 000,00 €/);
      assert.match(texte, /51,48 %/);
    });
  });
}
