// Somebody before the service: their own cookies, their width, with or without JavaScript.

import assert from 'node:assert/strict';
import { LARGEURS } from './chromium.mjs';

/**
 * A visitor of a service, before the entry page.
 *
 * `temoins` are the cookies of somebody who is logged in already, as `visiteur.temoins()` gives them.
 * The content security policy stays in force: a page that breaks it leaves a trace in `plaintes`.
 */
export async function arriver(
  navigateur,
  service,
  { largeur = LARGEURS.bureau, javascript = true, styles = true, temoins } = {},
) {
  const contexte = await navigateur.newContext({
    baseURL: service.adresse,
    storageState: temoins,
    javaScriptEnabled: javascript,
    viewport: { width: largeur, height: largeur === LARGEURS.telephone ? 640 : 900 },
    deviceScaleFactor: 1,
    reducedMotion: 'reduce',
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    acceptDownloads: true,
  });
  contexte.setDefaultTimeout(10_000);
  if (!styles) await contexte.route('**/*.css', (route) => route.abort());
  const page = await contexte.newPage();
  const plaintes = [];
  page.on('pageerror', (defaut) => plaintes.push(`erreur de script : ${defaut.message}`));
  page.on('console', (message) => {
    // Chromium also says there that a page answered 404: the tests look at codes themselves.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      plaintes.push(message.text());
    }
  });
  page.on('request', (demande) => {
    if (!demande.url().startsWith(service.adresse)) plaintes.push(`demande hors du service : ${demande.url()}`);
  });
  return {
    page,
    javascript,
    plaintes,
    temoins: () => contexte.storageState(),
    async partir() {
      await contexte.close();
      assert.deepEqual(plaintes, [], 'le navigateur se plaint');
    },
  };
}

/**
 * Logs in through the entry page as somebody of the demonstration.
 *
 * `personne` holds a `nom`, chosen among those that the page offers, or an `id`, which is typed.
 */
export async function entrer(page, { nom, id }) {
  await page.goto('/');
  if (nom) {
    await page.getByRole('button', { name: nom }).first().click();
  } else {
    await page.getByLabel('Son numéro dans la démonstration').fill(id);
    await page.getByRole('button', { name: 'Entrer', exact: true }).click();
  }
  await page.waitForURL((adresse) => adresse.pathname !== '/' && adresse.pathname !== '/connexion');
}

/** Arrives and logs in at once. */
export async function arriverComme(navigateur, service, personne, options) {
  const visiteur = await arriver(navigateur, service, options);
  await entrer(visiteur.page, personne);
  return visiteur;
}

/** Says for which of their structures they come, before the page that asks. */
export async function choisir(page, structure) {
  await page.getByRole('button', { name: structure }).click();
  await page.getByRole('heading', { level: 1, name: 'Tableau de bord' }).waitFor();
}

/** What the structure in force has, to compare: its dashboard, its deposits, its remunerations. */
export async function posseder(page) {
  await page.goto('/tableau-de-bord');
  const tableau = await texte(page.getByRole('main'));
  await page.goto('/depots');
  const depots = await texte(page.getByRole('main'));
  await page.goto('/remunerations');
  return { tableau, depots, remunerations: await texte(page.getByRole('main')) };
}

/** What is read at a place of the page; the kinds of space no longer count. */
export async function texte(endroit) {
  return (await endroit.innerText()).replace(/\s+/g, ' ').trim();
}
