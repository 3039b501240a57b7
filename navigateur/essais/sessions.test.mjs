import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lancer } from '../chromium.mjs';
import { AVEC_MALUS } from '../personnes.mjs';
import { ouvrir } from '../service.mjs';
import { arriverComme } from '../visiteur.mjs';

let service;
let navigateur;
before(async () => ([service, navigateur] = await Promise.all([ouvrir(), lancer()])));
after(() => Promise.all([navigateur?.close(), service?.fermer()]));

for (const javascript of [true, false]) {
  const comment = javascript ? 'with JavaScript' : 'without JavaScript';

  test(`going back after logging out shows nothing of the file, ${comment}`, async () => {
    const visiteur = await arriverComme(navigateur, service, AVEC_MALUS, { javascript });
    const { page } = visiteur;
    await page.goto('/remunerations');
    await page.getByRole('button', { name: 'Se déconnecter' }).click();
    await page.goBack();
    await page.waitForURL((adresse) => adresse.pathname === '/');
    assert.ok(!(await page.locator('body').innerText()).includes(AVEC_MALUS.id));
    await visiteur.partir();
  });
}

test('two visitors of one service see each their own file', async () => {
  const [un, autre] = await Promise.all([
    arriverComme(navigateur, service, AVEC_MALUS),
    arriverComme(navigateur, service, { id: '990000003' }),
  ]);
  await Promise.all([un.page.reload(), autre.page.reload()]);
  assert.ok((await un.page.locator('header').innerText()).includes('990000002'));
  assert.ok((await autre.page.locator('header').innerText()).includes('990000003'));
  await Promise.all([un.partir(), autre.partir()]);
});
