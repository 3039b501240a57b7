// Every page of the service, and the states in which it is examined, photographed, and read without JavaScript.
//
// A row that is missing fails essais/adresses.test.mjs.

/** A pharmacy whose amount has a malus. */
export const AVEC_MALUS = { id: '990000002' };

/** A pharmacy that misses a condition. */
export const SANS_SOCLE = { id: '990000001' };

/**
 * `nom` is the name of the pictures; `route` is the address as the router has it, `adresse` the one that is opened;
 * `personne` is who is logged in, if somebody; `code` what is answered, 200 unless told.
 * `preparer(page)` sets up a state that the address alone does not give; `dit` is what must be read, script or not.
 */
export const PAGES = [
  { nom: 'entree', route: '/', adresse: '/', dit: ['bénéficiaires fictifs', 'Socle non atteint', 'Malus'] },
  {
    nom: 'entree-refusee',
    route: '/',
    adresse: '/',
    async preparer(page) {
      await page.getByLabel('Son identifiant dans la démonstration').fill('123');
      await page.getByRole('button', { name: 'Entrer', exact: true }).click();
      await page.getByRole('alert').waitFor();
    },
    dit: ['Aucun bénéficiaire de la démonstration n’a cet identifiant'],
  },
  {
    nom: 'tableau-de-bord',
    route: '/tableau-de-bord',
    adresse: '/tableau-de-bord',
    personne: AVEC_MALUS,
    dit: ['Suivi des indicateurs', 'Déclaration', 'Rémunérations', 'Accédez à vos rémunérations'],
  },
  {
    nom: 'menu',
    route: '/tableau-de-bord',
    adresse: '/tableau-de-bord',
    personne: AVEC_MALUS,
    preparer: (page) => page.locator('.menu > summary').click(),
    dit: ['Vos dispositifs', 'Bon usage des produits de santé'],
  },
  {
    nom: 'remunerations',
    route: '/remunerations',
    adresse: '/remunerations',
    personne: AVEC_MALUS,
    dit: ['Au titre de l’exercice 2024', 'Autres rémunérations 2024'],
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
    dit: ['Ce qui a été lu', 'Vérifié le'],
  },
  {
    nom: 'remuneration-sans-socle',
    route: '/remunerations/{dispositif}/{exercice}',
    adresse: '/remunerations/remu_num/2024',
    personne: SANS_SOCLE,
    preparer: toutDeplier,
    dit: ['0,00 €'],
  },
  { nom: 'api', route: '/api', adresse: '/api', dit: ['openapi.json', 'X-Jeton'] },
  { nom: 'page-inconnue', route: null, adresse: '/rien', code: 404, dit: ['Revenir à l’accueil'] },
];

/** What is answered to machines, and is no page. */
export const SANS_PAGE = [
  '/statique/style.css',
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
async function toutDeplier(page) {
  for (const pli of await page.locator('main details > summary').all()) await pli.click();
}
