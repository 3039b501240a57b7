// Every page of the service, and the states in which it is examined, photographed, and read without JavaScript.
//
// A row that is missing fails essais/adresses.test.mjs.

import assert from 'node:assert/strict';
import { AUXILIAIRES } from './pages/auxiliaires.mjs';
import { CENTRES } from './pages/centres.mjs';
import { DECLARATIONS } from './pages/declarations.mjs';
import { COMPTE, LIBRES } from './pages/compte.mjs';
import { MEDECINS } from './pages/medecin.mjs';
import { AVEC_MALUS, SANS_SOCLE } from './personnes.mjs';

/**
 * `nom` is the name of the pictures; `route` is the address as the router has it, `adresse` the one that is opened, or
 * `trouver(page)`, which leads there through the service, once, and gives it.
 * `personne` is who is logged in, if somebody; `date` the day of the law, if not the usual one; `message` when an
 * administrator's message stands in the place of the follow-up; `code` what is answered, 200 unless told.
 * `preparer(page, { javascript })` sets up a state that the address alone does not give; `dit` is what must be read,
 * script or not; `script` tells a state that only a script makes.
 */
export const PAGES = [
  { nom: 'entree', route: '/', adresse: '/', dit: ['des règles réelles', 'Socle non atteint', 'Malus'] },
  {
    nom: 'entree-refusee',
    route: '/',
    adresse: '/',
    async preparer(page) {
      const numero = page.getByLabel('Son numéro dans la démonstration');
      await numero.fill('123');
      await page.getByRole('button', { name: 'Entrer', exact: true }).click();
      await page.getByRole('alert').waitFor();
      assert.equal(await numero.inputValue(), '123', 'la valeur refusée est gardée');
      assert.equal(await numero.getAttribute('aria-describedby'), 'refus');
    },
    dit: ['Vérifiez-le, ou choisissez ci-dessous'],
  },
  {
    nom: 'tableau-de-bord',
    route: '/tableau-de-bord',
    adresse: '/tableau-de-bord',
    personne: AVEC_MALUS,
    dit: ['Suivi des indicateurs', 'Déclaration', 'Rémunérations', 'Accédez à vos rémunérations'],
  },
  {
    nom: 'tableau-de-bord-message',
    route: '/tableau-de-bord',
    adresse: '/tableau-de-bord',
    personne: AVEC_MALUS,
    message: true,
    dit: ['Votre service convention fait peau neuve'],
  },
  {
    nom: 'menu',
    route: '/tableau-de-bord',
    adresse: '/tableau-de-bord',
    personne: AVEC_MALUS,
    preparer: (page) => page.locator('summary', { hasText: /^Menu$/ }).click(),
    dit: ['Vos dispositifs', 'Bon usage des produits de santé'],
  },
  {
    nom: 'session-bientot-finie',
    route: '/tableau-de-bord',
    adresse: '/tableau-de-bord',
    personne: AVEC_MALUS,
    script: true,
    avant: (page) => page.clock.install(),
    async preparer(page) {
      // What the service answers four minutes before the end; the real end is in essais/sessions.test.mjs.
      await page.route('**/session', (route) => route.fulfill({ json: { reste: 240, limite: 9000 } }));
      await page.clock.fastForward('55:30');
      await page.getByRole('dialog', { name: 'Votre session' }).waitFor();
    },
    dit: ['Votre session se ferme dans 4 minutes', 'Rester connecté'],
  },
  ...DECLARATIONS,
  { nom: 'suivi', route: '/suivi', adresse: '/suivi', personne: AVEC_MALUS, dit: ['objectifs atteints sur'] },
  {
    nom: 'suivi-detail',
    route: '/suivi/{dispositif}',
    adresse: '/suivi/remu_num',
    personne: AVEC_MALUS,
    dit: ['Enjeux', 'Lecture'],
  },
  {
    nom: 'remunerations',
    route: '/remunerations',
    adresse: '/remunerations',
    personne: AVEC_MALUS,
    dit: ['Mes rémunérations', 'Exercice 2024', 'Autres rémunérations 2024'],
  },
  {
    nom: 'remunerations-vides',
    route: '/remunerations',
    adresse: '/remunerations?exercice=2020',
    personne: AVEC_MALUS,
    dit: ['Rémunérations', '2020'],
  },
  {
    nom: 'remuneration-detail',
    route: '/remunerations/{dispositif}/{exercice}',
    adresse: '/remunerations/rosp_bups/2023',
    personne: AVEC_MALUS,
    dit: ['Période de référence', 'Comment on arrive à ce montant', 'Pourquoi ce montant ?'],
  },
  {
    nom: 'remuneration-expliquee',
    route: '/remunerations/{dispositif}/{exercice}',
    adresse: '/remunerations/remu_num/2023',
    personne: AVEC_MALUS,
    preparer: toutDeplier,
    dit: ['Vérifié le'],
  },
  {
    nom: 'remuneration-sans-socle',
    route: '/remunerations/{dispositif}/{exercice}',
    adresse: '/remunerations/remu_num/2024',
    personne: SANS_SOCLE,
    preparer: toutDeplier,
    dit: ['0,00 €'],
  },
  {
    nom: 'simulation',
    route: '/remunerations/{dispositif}/{exercice}/simulation',
    adresse: '/remunerations/rosp_bups/2023/simulation',
    personne: AVEC_MALUS,
    dit: ['Rien n’est enregistré', 'Vos chiffres', 'Simuler'],
  },
  {
    nom: 'simulation-faite',
    route: '/remunerations/{dispositif}/{exercice}/simulation',
    adresse: '/remunerations/rosp_bups/2023/simulation',
    personne: AVEC_MALUS,
    async preparer(page) {
      await simuler(page);
      await page.getByRole('heading', { name: 'Ce que cela changerait' }).waitFor();
    },
    dit: ['Ce que cela changerait', 'Différence'],
  },
  {
    nom: 'simulation-refusee',
    route: '/remunerations/{dispositif}/{exercice}/simulation',
    adresse: '/remunerations/rosp_bups/2023/simulation',
    personne: AVEC_MALUS,
    async preparer(page) {
      await simuler(page, 'beaucoup');
      await page.getByRole('alert').waitFor();
    },
    dit: ['La simulation n’a pas été faite'],
  },
  ...MEDECINS,
  ...AUXILIAIRES,
  ...CENTRES,
  ...COMPTE,
  ...LIBRES,
  { nom: 'api', route: '/api', adresse: '/api', dit: ['openapi.json', 'X-Jeton'] },
  { nom: 'page-inconnue', route: null, adresse: '/rien', code: 404, dit: ['Revenir à l’accueil'] },
];

/** What is answered to machines, or is a file: no page. */
export const SANS_PAGE = [
  '/statique/{fichier}',
  '/session',
  '/remunerations/{dispositif}/{exercice}/detail.pdf',
  '/suivi/indicateurs.pdf',
  '/documents-utiles/{dispositif}/document.pdf',
  '/suivi/{dispositif}/{exercice}/suivi.pdf',
  '/depots/recapitulatif.pdf',
  '/depots/{dispositif}/{exercice}/{numero}/recapitulatif.pdf',
  '/pieces/{id}',
  '/api/v1/openapi.json',
  '/api/v1/moi',
  '/api/v1/dispositifs',
  '/api/v1/declarations',
  '/api/v1/declarations/{dispositif}/{exercice}',
  '/api/v1/declarations/{dispositif}/{exercice}/transmissions',
  '/api/v1/declarations/{dispositif}/{exercice}/pieces',
  '/api/v1/remunerations',
  '/api/v1/remunerations/{dispositif}/{exercice}',
  '/api/v1/suivis/{dispositif}',
];

/** Opens every fold of the page, one after the other, as somebody would. */
export async function toutDeplier(page) {
  for (const pli of await page.locator('main details:not([open]) > summary').all()) {
    if (await pli.isVisible()) await pli.click();
  }
}

/** Asks what one more would change, or another figure, in the first field of a simulation. */
export async function simuler(page, autre) {
  const chiffre = page.getByRole('main').getByRole('textbox').first();
  const lu = Number((await chiffre.inputValue()).replace(',', '.'));
  await chiffre.fill(autre ?? String(lu + 1).replace('.', ','));
  await page.getByRole('button', { name: 'Simuler' }).click();
}
