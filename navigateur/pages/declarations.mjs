// Declarations: cards, forms, summary, receipt, pieces.

import { PIECE, PROGRAMME, TROIS_OUVERTS, attestation, joindre, toutRepondre, transmettre } from '../declaration.mjs';
import { AVEC_DELEGUES, AVEC_MALUS, A_DECLARER, DEJA_TRANSMISE, DELEGUE_QUI_VOIT, JAMAIS_DECLARE, SANS_SOCLE } from '../personnes.mjs';

const ROUTE = '/declarations/{dispositif}/{exercice}';
const EXCEPTIONNEL = '/declarations/dispositif_exceptionnel/2024';
const NUMERIQUE = '/declarations/remu_num/2024';

/** Each time another one, so that the answer of the other tab is always a new one. */
let versions = 0;

export const DECLARATIONS = [
  {
    nom: 'declarations',
    route: '/declarations',
    adresse: '/declarations',
    personne: A_DECLARER,
    date: TROIS_OUVERTS,
    dit: ['0 déclaration transmise sur 3', 'Période prolongée', 'La saisie n’est pas ouverte'],
  },
  {
    nom: 'declarations-transmises',
    route: '/declarations',
    adresse: '/declarations',
    personne: DEJA_TRANSMISE,
    dit: ['Brouillon enregistré', 'Reçu'],
  },
  {
    nom: 'declarations-fermees',
    route: '/declarations',
    adresse: '/declarations',
    personne: AVEC_MALUS,
    date: '2025-07-01',
    dit: ['Toutes les saisies sont fermées'],
  },
  {
    nom: 'formulaire',
    route: ROUTE,
    adresse: '/declarations/rosp_bups/2024',
    personne: A_DECLARER,
    date: TROIS_OUVERTS,
    dit: ['Déclarez vos indicateurs', 'Transmettre', 'Attestation sur l’honneur'],
  },
  {
    nom: 'formulaire-conditions',
    route: ROUTE,
    adresse: NUMERIQUE,
    personne: AVEC_DELEGUES,
    date: TROIS_OUVERTS,
    dit: ['Logiciel référencé Ségur', 'Pré-rempli'],
  },
  {
    nom: 'formulaire-erreurs',
    route: ROUTE,
    adresse: NUMERIQUE,
    personne: AVEC_MALUS,
    date: TROIS_OUVERTS,
    async preparer(page) {
      await page.getByLabel(/En quelle année vous êtes-vous équipé/).fill('l’an dernier');
      await page.getByRole('button', { name: 'Enregistrer', exact: true }).last().click();
      await page.getByRole('alert').waitFor();
    },
    dit: ['En quelle année vous êtes-vous équipé'],
  },
  {
    nom: 'formulaire-conflit',
    route: ROUTE,
    adresse: NUMERIQUE,
    personne: AVEC_MALUS,
    date: TROIS_OUVERTS,
    async preparer(page) {
      const champ = (onglet) => onglet.getByLabel(/nom et la version de ce logiciel/).first();
      const enregistrer = (onglet) => onglet.getByRole('button', { name: 'Enregistrer', exact: true }).last().click();
      const autre = await page.context().newPage();
      await autre.goto(page.url());
      versions += 1;
      await champ(autre).fill(`Officine Plus ${versions}.0`);
      await enregistrer(autre);
      await autre.getByText(/Brouillon enregistré/).first().waitFor();
      await autre.close({ runBeforeUnload: false });
      await champ(page).fill('Officine Simple');
      await enregistrer(page);
      await page.getByText('Votre réponse n\'est pas encore enregistrée').first().waitFor();
    },
    dit: ['Garder la mienne', 'Prendre l’autre'],
  },
  {
    nom: 'formulaire-clos',
    route: ROUTE,
    adresse: '/declarations/remu_num/2023',
    personne: AVEC_MALUS,
    dit: ['La période est close depuis', 'Cette déclaration ne peut pas être modifiée'],
  },
  {
    nom: 'formulaire-a-venir',
    route: ROUTE,
    adresse: '/declarations/remu_num/2025',
    personne: AVEC_MALUS,
    dit: ['Cette déclaration ne peut pas être modifiée'],
  },
  {
    nom: 'formulaire-delegue',
    route: ROUTE,
    adresse: EXCEPTIONNEL,
    personne: DELEGUE_QUI_VOIT,
    date: TROIS_OUVERTS,
    dit: ['Cette déclaration ne peut pas être modifiée'],
  },
  {
    nom: 'resume',
    route: `${ROUTE}/resume`,
    adresse: EXCEPTIONNEL,
    personne: AVEC_DELEGUES,
    date: TROIS_OUVERTS,
    async preparer(page, { javascript }) {
      await toutRepondre(page, { javascript });
      await attestation(page).check();
      if (javascript) await page.locator('#transmettre:not([aria-disabled])').waitFor();
      await page.getByRole('button', { name: 'Transmettre', exact: true }).click({ force: true });
      await page.getByRole('heading', { level: 1, name: /^Récapitulatif/ }).waitFor();
    },
    dit: ['Confirmer et transmettre', 'Relisez vos réponses'],
  },
  {
    nom: 'recu',
    route: '/depots/{dispositif}/{exercice}/{numero}',
    personne: SANS_SOCLE,
    date: TROIS_OUVERTS,
    async trouver(page) {
      await page.goto(EXCEPTIONNEL);
      await toutRepondre(page, { javascript: true });
      await transmettre(page, { javascript: true });
      return new URL(page.url()).pathname;
    },
    dit: ['Votre déclaration est reçue', 'Empreinte', 'Réponses transmises'],
  },
  {
    nom: 'depots',
    route: '/depots',
    adresse: '/depots',
    personne: SANS_SOCLE,
    date: TROIS_OUVERTS,
    dit: ['Mes dépôts', 'Compte', 'transmission n° 1'],
  },
  {
    nom: 'depots-vides',
    route: '/depots',
    adresse: '/depots',
    personne: JAMAIS_DECLARE,
    date: TROIS_OUVERTS,
    dit: ['Vous n’avez encore rien transmis'],
  },
  {
    nom: 'pieces',
    route: '/declarations/{dispositif}/{exercice}/pieces',
    personne: AVEC_MALUS,
    date: TROIS_OUVERTS,
    async trouver(page) {
      const adresse = `${NUMERIQUE}/pieces`;
      await page.goto(adresse);
      await joindre(page, PIECE, { javascript: true });
      await page.getByRole('link', { name: /attestation\.pdf/ }).first().waitFor();
      return adresse;
    },
    dit: ['attestation.pdf', 'Déposée', 'Retirer', '10 Mo au plus'],
  },
  {
    nom: 'pieces-refusees',
    route: '/declarations/{dispositif}/{exercice}/pieces',
    adresse: `${NUMERIQUE}/pieces`,
    personne: AVEC_DELEGUES,
    date: TROIS_OUVERTS,
    async preparer(page, { javascript }) {
      await joindre(page, PROGRAMME, { javascript });
      await page.getByText(/n'a pas été joint/).first().waitFor();
    },
    dit: ['facture.pdf', 'n’a pas été joint'],
  },
];
