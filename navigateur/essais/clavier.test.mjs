import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LARGEURS, lancer } from '../chromium.mjs';
import { actionner, atteindre, ici, parcours } from '../clavier.mjs';
import { PIECE, TROIS_OUVERTS, endroits } from '../declaration.mjs';
import { AVEC_MALUS, A_DECLARER, SANS_SOCLE } from '../personnes.mjs';
import { ouvrir } from '../service.mjs';
import { arriver, arriverComme } from '../visiteur.mjs';

let service;
let navigateur;
before(async () => ([service, navigateur] = await Promise.all([ouvrir({ date: TROIS_OUVERTS }), lancer()])));
after(() => Promise.all([navigateur?.close(), service?.fermer()]));

test('the first stop leads past the header', async () => {
  const visiteur = await arriverComme(navigateur, service, AVEC_MALUS);
  const { page } = visiteur;
  await page.goto('/tableau-de-bord');
  await page.keyboard.press('Tab');
  assert.equal((await ici(page)).nom, 'Aller au contenu');
  await page.keyboard.press('Enter');
  assert.equal((await ici(page)).id, 'contenu');
  await page.keyboard.press('Tab');
  const suivant = await page.evaluate(() => Boolean(document.activeElement.closest('main')));
  assert.ok(suivant, 'l’arrêt suivant est dans le contenu');
  await visiteur.partir();
});

test('somebody with a keyboard alone logs in, opens the menu, and asks why an amount', async () => {
  const visiteur = await arriver(navigateur, service);
  const { page } = visiteur;
  await page.goto('/');
  await atteindre(page, 'Son numéro');
  await page.keyboard.type(AVEC_MALUS.id);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/tableau-de-bord');

  await actionner(page, 'Menu', { touche: 'Space' });
  assert.ok(await page.getByRole('navigation', { name: 'Menu principal' }).isVisible());
  await actionner(page, 'Mes rémunérations');
  await page.waitForURL('**/remunerations');

  await actionner(page, /^Bon usage des produits de santé.*exercice 2023/);
  await page.waitForURL('**/remunerations/*/2023');
  await actionner(page, 'Pourquoi ce montant ?');
  assert.ok(await page.locator('.explication').first().isVisible());
  await page.keyboard.press('Enter');
  assert.ok(await page.locator('.explication').first().isHidden());

  await actionner(page, 'Se déconnecter', { retour: true });
  await page.waitForURL((adresse) => adresse.pathname === '/');
  await visiteur.partir();
});

test('the keyboard follows the order of the page, and leaves it', async () => {
  const visiteur = await arriverComme(navigateur, service, AVEC_MALUS, { largeur: LARGEURS.telephone });
  const { page } = visiteur;
  for (const adresse of ['/tableau-de-bord', '/remunerations', '/remunerations/rosp_bups/2023']) {
    await page.goto(adresse);
    const vus = (await parcours(page)).map((lieu) => lieu.nom);
    const attendus = await page.evaluate(() =>
      [...document.querySelectorAll('a[href], button, summary, input:not([type="hidden"])')]
        .filter((e) => e.checkVisibility({ visibilityProperty: true }))
        .map((e) => e.textContent.replace(/\s+/g, ' ').trim()),
    );
    assert.deepEqual(vus, attendus);
  }
  await visiteur.partir();
});

test('somebody with a keyboard alone declares, from the login to the receipt', async () => {
  const visiteur = await arriver(navigateur, service);
  const { page } = visiteur;
  await page.goto('/');
  await atteindre(page, 'Son numéro');
  await page.keyboard.type(A_DECLARER.id);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/tableau-de-bord');
  await actionner(page, 'Déclarer mes indicateurs');
  await page.waitForURL('**/declarations');
  await actionner(page, 'Déclarer : Dispositif exceptionnel 2024');
  await page.waitForURL('**/dispositif_exceptionnel/2024');

  // The reason comes where the focus is when something is missing.
  await actionner(page, 'Transmettre');
  assert.equal((await ici(page)).id, 'raison');
  await atteindre(page, 'Oui', { touche: 'Shift+Tab' });
  await page.keyboard.press('Space');
  await page.getByText(/Enregistré à/).first().waitFor();
  await atteindre(page, /^Je déclare/);
  await page.keyboard.press('Space');
  await page.locator('#transmettre:not([aria-disabled])').waitFor();
  await actionner(page, 'Transmettre');
  await page.getByRole('heading', { level: 1, name: /^Récapitulatif avant transmission/ }).waitFor();
  await actionner(page, 'Confirmer et transmettre');
  await page.getByRole('heading', { name: 'Votre déclaration est reçue' }).waitFor();
  await visiteur.partir();
});

test('somebody with a keyboard alone joins a piece and takes it back', async () => {
  const visiteur = await arriverComme(navigateur, service, SANS_SOCLE);
  const { page } = visiteur;
  await page.goto('/declarations/rosp_bups/2024');
  if ((await endroits(page).count()) === 0) await page.goto('/declarations/rosp_bups/2024/pieces');
  await atteindre(page, 'Ajouter une pièce');
  const choix = page.waitForEvent('filechooser');
  // Space, as Enter in a form may belong to its first button.
  await page.keyboard.press('Space');
  await (await choix).setFiles(PIECE);
  await page.getByRole('link', { name: /attestation\.pdf/ }).waitFor();
  await actionner(page, 'Retirer attestation.pdf', { retour: true });
  await page.getByRole('link', { name: /attestation\.pdf/ }).waitFor({ state: 'detached' });
  await visiteur.partir();
});
