import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { examiner } from '../accessibilite.mjs';
import { LARGEURS, lancer } from '../chromium.mjs';
import { photographier } from '../ecrans.mjs';
import { PAGES } from '../pages.mjs';
import { ouvrir } from '../service.mjs';
import { arriver, arriverComme } from '../visiteur.mjs';

let service;
let navigateur;
before(async () => ([service, navigateur] = await Promise.all([ouvrir(), lancer()])));
after(() => Promise.all([navigateur?.close(), service?.fermer()]));

/** The cookies of those who came in: once is enough for reading pages. */
const entres = new Map();

async function temoins(personne) {
  const cle = JSON.stringify(personne);
  if (!entres.has(cle)) {
    const visiteur = await arriverComme(navigateur, service, personne);
    entres.set(cle, await visiteur.temoins());
    await visiteur.partir();
  }
  return entres.get(cle);
}

/** Opens a page of the table in its state, and reads it. */
async function visiter(ligne, options, faire) {
  const deja = ligne.personne && (await temoins(ligne.personne));
  const visiteur = await arriver(navigateur, service, { ...options, temoins: deja });
  const { page } = visiteur;
  const reponse = await page.goto(ligne.adresse);
  assert.equal(reponse.status(), ligne.code ?? 200);
  await ligne.preparer?.(page);
  const lu = comparable(await page.locator('body').innerText());
  for (const phrase of ligne.dit) {
    assert.ok(lu.includes(comparable(phrase)), `« ${phrase} » manque dans ${page.url()}`);
  }
  await faire?.(page);
  await visiteur.partir();
}

/** A text whose capitals, apostrophes and kinds of space no longer count. */
function comparable(texte) {
  return texte.replaceAll('’', "'").replace(/\s+/g, ' ').toLowerCase();
}

/** The addresses that bear each title. */
const titres = new Map();

for (const ligne of PAGES) {
  describe(ligne.nom, () => {
    for (const largeur of Object.values(LARGEURS)) {
      test(`is accessible and holds in ${largeur} px`, () =>
        visiter(ligne, { largeur }, async (page) => {
          const titre = await page.title();
          titres.set(titre, (titres.get(titre) ?? new Set()).add(ligne.adresse));
          await photographier(page, ligne.nom);
          await examiner(page);
        }));
    }
    test('says the same without JavaScript', () => visiter(ligne, { javascript: false }));
    test('says the same without its style sheet', () => visiter(ligne, { styles: false }));
  });
}

test('no two addresses have the same title', () => {
  const confondus = [...titres].filter(([, adresses]) => adresses.size > 1).map(([titre]) => titre);
  assert.ok(titres.size > 0);
  assert.deepEqual(confondus, []);
});
