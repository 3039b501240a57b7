// The account and its delegates, the session, and what everybody may read.

import { execFileSync } from 'node:child_process';
import { AVEC_DELEGUES, AVEC_MALUS, DELEGUE_QUI_VOIT, DEUX_STRUCTURES } from '../personnes.mjs';

export const COMPTE = [
  {
    nom: 'structures',
    route: '/structures',
    adresse: '/structures',
    personne: DEUX_STRUCTURES,
    dit: ['Choisir une structure', 'Titulaire'],
  },
  { nom: 'compte', route: '/compte', adresse: '/compte', personne: AVEC_DELEGUES, dit: ['Délégués', 'Inviter un délégué'] },
  {
    nom: 'compte-refuse',
    route: '/compte',
    adresse: '/compte',
    personne: AVEC_DELEGUES,
    async preparer(page) {
      await page.getByLabel('Nom de la personne').fill('Camille Orsonne');
      await page.getByLabel('Son adresse électronique').fill('camille@officine');
      await page.getByLabel(/^Préparer/).check();
      await page.getByLabel('Dernier jour de la délégation').fill('2025-06-30');
      await page.getByRole('button', { name: 'Inviter' }).click();
      await page.getByRole('alert').waitFor();
    },
    dit: ['L’invitation n’est pas envoyée'],
  },
  {
    nom: 'invitation-envoyee',
    route: '/compte/invitations/{id}',
    personne: AVEC_DELEGUES,
    async trouver(page) {
      await inviter(page);
      return new URL(page.url()).pathname;
    },
    dit: ['Ce que vous proposez', 'Annuler cette invitation'],
  },
  {
    nom: 'invitation-recue',
    route: '/invitation/{code}',
    personne: AVEC_MALUS,
    trouver: inviterUnAutre,
    dit: ['Une invitation vous attend', 'Accepter', 'Décliner'],
  },
  {
    nom: 'invitation-declinee',
    route: '/invitation/{code}',
    personne: AVEC_MALUS,
    // Once declined, it is over: each visit has its own.
    chaqueFois: true,
    trouver: inviterUnAutre,
    async preparer(page) {
      await page.getByRole('button', { name: 'Décliner' }).click();
      await page.getByRole('heading', { name: 'Invitation déclinée' }).waitFor();
    },
    dit: ['Aucun droit ne vous a été donné'],
  },
  {
    nom: 'revoquer',
    route: '/compte/droits/{id}/revoquer',
    personne: AVEC_DELEGUES,
    async trouver(page) {
      await page.goto('/compte');
      return page.getByRole('link', { name: /^Révoquer/ }).first().getAttribute('href');
    },
    dit: ['Cette personne ne pourra plus ouvrir la structure'],
  },
  {
    nom: 'acces-refuse',
    route: '/compte/invitations/{id}',
    adresse: '/compte/invitations/x',
    personne: DELEGUE_QUI_VOIT,
    code: 403,
    dit: ['Revenir à l’accueil'],
  },
  {
    nom: 'session-finie',
    route: '/compte',
    adresse: '/compte',
    personne: AVEC_DELEGUES,
    // Logging out ends the session of this visit, and of no other.
    seul: true,
    async preparer(page) {
      const autre = await page.context().newPage();
      await autre.goto('/tableau-de-bord');
      await autre.getByRole('button', { name: 'Se déconnecter' }).first().click();
      await autre.waitForURL((adresse) => adresse.pathname === '/');
      await autre.close();
      // With the script, the dialog of the end is already over the page.
      const fermer = page.getByRole('button', { name: 'Fermer ce message' });
      if (await fermer.waitFor({ timeout: 1_500 }).then(() => true, () => false)) await fermer.click();
      await page.getByLabel('Nom de la personne').fill('Camille Orsonne');
      await page.getByLabel('Son adresse électronique').fill('camille@officine.example');
      await page.getByLabel(/^Préparer/).check();
      await page.getByLabel('Dernier jour de la délégation').fill('2025-06-30');
      await page.getByRole('button', { name: 'Inviter' }).click();
      await page.getByRole('heading', { name: 'Votre session a pris fin' }).waitFor();
    },
    // Somebody logged out on purpose: nothing is kept of that session, and the page says that nothing was done.
    dit: ['Votre session a pris fin', 'Rien n’a été fait'],
  },
];

const verifier = '/verifier/{empreinte}';

/** What anybody reads, logged in or not. */
export const LIBRES = [
  { nom: 'documents-utiles', route: '/documents-utiles', adresse: '/documents-utiles', dit: ['Comprendre les dispositifs'] },
  {
    nom: 'comprendre',
    route: '/documents-utiles/{dispositif}',
    adresse: '/documents-utiles/rosp_bups',
    dit: ['Bon usage des produits de santé'],
  },
  { nom: 'aide', route: '/aide', adresse: '/aide', dit: ['Aide'] },
  { nom: 'accessibilite', route: '/accessibilite', adresse: '/accessibilite', dit: ['RGAA'] },
  { nom: 'mentions-legales', route: '/mentions-legales', adresse: '/mentions-legales', dit: ['Mentions légales'] },
  { nom: 'donnees-personnelles', route: '/donnees-personnelles', adresse: '/donnees-personnelles', dit: ['Données personnelles'] },
  { nom: 'plan', route: '/plan', adresse: '/plan', personne: AVEC_MALUS, dit: ['Plan du site', 'Votre espace'] },
  { nom: 'verifier', route: '/verifier', adresse: '/verifier', dit: ['Vérifier un document'] },
  {
    nom: 'document-verifie',
    route: verifier,
    personne: AVEC_MALUS,
    async trouver(page) {
      const reponse = await page.request.get('/remunerations/rosp_bups/2023/detail.pdf');
      const texte = execFileSync('pdftotext', ['-layout', '-', '-'], { input: await reponse.body(), encoding: 'utf8' });
      // The hash may be written on several lines, in groups.
      const [, empreinte] = /((?:[0-9a-f]{4,64}\s*){1,16})/.exec(texte.slice(texte.search(/[0-9a-f]{8}\s*[0-9a-f]{8}/)));
      return `/verifier/${empreinte.replace(/\s/g, '').slice(0, 64)}`;
    },
    dit: ['Ce service a émis ce document'],
  },
  {
    nom: 'document-inconnu',
    route: verifier,
    adresse: `/verifier/${'0'.repeat(64)}`,
    dit: ['Aucun document émis par ce service ne porte cette empreinte'],
  },
];

/** Invites somebody, and gives the link that is to be sent. */
export async function inviter(page, portee = /^Préparer/) {
  await page.goto('/compte');
  await page.getByLabel('Nom de la personne').fill('Camille Orsonne');
  await page.getByLabel('Son adresse électronique').fill('camille.orsonne@officine.example');
  await page.getByLabel(portee).check();
  await page.getByLabel('Dernier jour de la délégation').fill('2025-06-30');
  await page.getByRole('button', { name: 'Inviter' }).click();
  const message = await page.getByLabel('Message', { exact: true }).inputValue();
  return /(\/invitation\/\S+)/.exec(message)[1];
}

/** The invitation of somebody else, by whom it comes. */
async function inviterUnAutre(page, commeQui) {
  return commeQui(AVEC_DELEGUES, (titulaire) => inviter(titulaire));
}
