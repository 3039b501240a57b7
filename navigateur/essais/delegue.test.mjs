// What a delegate may do is what the titulaire gave: see, prepare, transmit.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lancer } from '../chromium.mjs';
import { TROIS_OUVERTS, attestation, enregistrer, etreArrete, reponse, transmettre } from '../declaration.mjs';
import { inviter } from '../pages/compte.mjs';
import {
  AVEC_DELEGUES,
  AVEC_MALUS,
  DELEGUE_QUI_PREPARE,
  DELEGUE_QUI_TRANSMET,
  DELEGUE_QUI_VOIT,
} from '../personnes.mjs';
import { ouvrir } from '../service.mjs';
import { arriverComme } from '../visiteur.mjs';

const FORMULAIRE = '/declarations/dispositif_exceptionnel/2024';
const LOCAUX = /locaux adaptés/;

let service;
let navigateur;
before(async () => ([service, navigateur] = await Promise.all([ouvrir({ date: TROIS_OUVERTS }), lancer()])));
after(() => Promise.all([navigateur?.close(), service?.fermer()]));

for (const javascript of [true, false]) {
  const comment = javascript ? 'with JavaScript' : 'without JavaScript';

  test(`a delegate who may see reads and changes nothing, ${comment}`, async () => {
    const visiteur = await arriverComme(navigateur, service, DELEGUE_QUI_VOIT, { javascript });
    const { page } = visiteur;
    await page.goto('/declarations');
    assert.equal(await page.getByRole('link', { name: /^Déclarer : / }).count(), 0);
    await page.getByRole('link', { name: /^Voir : Dispositif exceptionnel/ }).click();
    await page.getByRole('heading', { name: 'Cette déclaration ne peut pas être modifiée' }).waitFor();
    assert.ok(await reponse(page, LOCAUX, 'Oui').isDisabled());
    assert.equal(await page.getByRole('button', { name: /Transmettre|Enregistrer/ }).count(), 0);
    await page.goto('/compte');
    assert.equal(await page.getByRole('heading', { name: 'Inviter un délégué' }).count(), 0);
    await visiteur.partir();
  });

  test(`a delegate who prepares is kept from transmitting, ${comment}`, async () => {
    const visiteur = await arriverComme(navigateur, service, DELEGUE_QUI_PREPARE, { javascript });
    const { page } = visiteur;
    await page.goto('/depots');
    const deja = await page.getByRole('link', { name: /transmission n°/ }).count();
    await page.goto(FORMULAIRE);
    await reponse(page, LOCAUX, javascript ? 'Oui' : 'Non').check();
    await enregistrer(page, { javascript });
    await attestation(page).check();
    if (javascript) await page.waitForLoadState('networkidle');
    assert.match(await etreArrete(page, { javascript }), /transmettre/i);
    await page.goto('/depots');
    assert.equal(await page.getByRole('link', { name: /transmission n°/ }).count(), deja);
    await visiteur.partir();
  });
}

test('what a delegate prepared is transmitted by another, under their own name', async () => {
  const visiteur = await arriverComme(navigateur, service, DELEGUE_QUI_TRANSMET);
  const { page } = visiteur;
  await page.goto(FORMULAIRE);
  assert.ok(await reponse(page, LOCAUX, 'Non').isChecked(), 'la réponse du délégué qui prépare');
  await transmettre(page, { javascript: true });
  const nom = (await page.getByRole('banner').innerText()).split('\n').find((ligne) => ligne.includes('délégué'));
  const recu = await page.getByRole('region', { name: 'Reçu', exact: true }).innerText();
  const par = /Transmise par\s+([^\n,]+)/.exec(recu)[1].trim();
  assert.ok(nom.includes(par), `${nom} ; ${par}`);
  await visiteur.partir();
});

test('somebody who is invited accepts, opens the structure, and no longer does once revoked', async () => {
  const titulaire = await arriverComme(navigateur, service, AVEC_DELEGUES);
  const lien = await inviter(titulaire.page, /^Voir/);
  const invite = await arriverComme(navigateur, service, AVEC_MALUS);
  await invite.page.goto(lien);
  await invite.page.getByRole('button', { name: 'Accepter' }).click();
  await invite.page.goto('/structures');
  await invite.page.getByRole('button', { name: /Pharmacie de la Halle/ }).click();
  await invite.page.getByRole('heading', { level: 1, name: 'Tableau de bord' }).waitFor();
  const nom = (await invite.page.getByRole('banner').innerText()).match(/(\S+ \S+), délégué/)[1];

  await titulaire.page.goto('/compte');
  await titulaire.page.getByRole('link', { name: `Révoquer la délégation de ${nom}` }).click();
  await titulaire.page.getByRole('button', { name: /^Révoquer/ }).click();
  await invite.page.reload();
  assert.ok(!(await invite.page.getByRole('banner').innerText()).includes('Pharmacie de la Halle'));
  await Promise.all([titulaire.partir(), invite.partir()]);
});
