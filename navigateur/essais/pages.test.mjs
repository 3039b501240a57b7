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

/** Opens a page of the table in its state, and reads it. */
async function visiter(ligne, options, faire) {
  const visiteur = ligne.personne
    ? await arriverComme(navigateur, service, ligne.personne, options)
    : await arriver(navigateur, service, options);
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

for (const ligne of PAGES) {
  describe(ligne.nom, () => {
    for (const largeur of Object.values(LARGEURS)) {
      test(`is accessible and holds in ${largeur} px`, () =>
        visiter(ligne, { largeur }, async (page) => {
          await photographier(page, ligne.nom);
          await examiner(page);
        }));
    }
    test('says the same without JavaScript', () => visiter(ligne, { javascript: false }));
  });
}

test('no two addresses have the same title', async () => {
  const titres = new Map();
  for (const ligne of PAGES) {
    await visiter({ ...ligne, preparer: undefined, dit: [] }, {}, async (page) => {
      const titre = await page.title();
      const deja = titres.get(titre);
      assert.ok(!deja || deja === ligne.adresse, `« ${titre} » : ${deja} et ${ligne.adresse}`);
      titres.set(titre, ligne.adresse);
    });
  }
});
