import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lancer } from '../chromium.mjs';
import { TROIS_OUVERTS, reponse } from '../declaration.mjs';
import { A_DECLARER } from '../personnes.mjs';
import { ouvrir } from '../service.mjs';
import { arriverComme } from '../visiteur.mjs';

let service;
let navigateur;
before(async () => ([service, navigateur] = await Promise.all([ouvrir({ date: TROIS_OUVERTS }), lancer()])));
after(() => Promise.all([navigateur?.close(), service?.fermer()]));

test('an answer given without network waits on the screen, and is kept when the network is back', async () => {
  const visiteur = await arriverComme(navigateur, service, A_DECLARER);
  const { page } = visiteur;
  await page.goto('/declarations/rosp_bups/2024');
  await page.context().setOffline(true);
  await reponse(page, /Démarche écoresponsable/, 'Oui').check();
  await page.getByText(/^Pas enregistré.: la connexion manque/).waitFor();
  await reponse(page, /outil ASAFO-PHARMA/, 'Non').check();
  await page.getByText(/^Pas enregistré.: la connexion manque/).nth(1).waitFor();

  await page.context().setOffline(false);
  await page.getByText(/^✓ Enregistré à /).nth(1).waitFor();
  assert.equal(await page.getByText(/la connexion manque/).count(), 0);
  await page.waitForLoadState('networkidle');
  await page.reload();
  assert.ok(await reponse(page, /Démarche écoresponsable/, 'Oui').isChecked());
  assert.ok(await reponse(page, /outil ASAFO-PHARMA/, 'Non').isChecked());
  await visiteur.partir();
});
