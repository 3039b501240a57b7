// Two tabs, or two people, on one declaration, or one person on two practices: nobody's work is lost, nor goes astray.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lancer } from '../chromium.mjs';
import { TROIS_OUVERTS, enregistrer, reponse } from '../declaration.mjs';
import { AVEC_DELEGUES, A_DECLARER, DELEGUE_QUI_PREPARE, INFIRMIERE } from '../personnes.mjs';
import { ouvrir } from '../service.mjs';
import { arriverComme, choisir } from '../visiteur.mjs';

const FORMULAIRE = '/declarations/rosp_bups/2024';
const FAMI = '/declarations/fami/2024';
const ECORESPONSABLE = /Démarche écoresponsable/;
const ASAFO = /outil ASAFO-PHARMA/;

let navigateur;
before(async () => (navigateur = await lancer()));
after(() => navigateur?.close());

for (const javascript of [true, false]) {
  const comment = javascript ? 'with JavaScript' : 'without JavaScript';

  test(`two tabs keep each what was answered in the other, ${comment}`, async () => {
    const service = await ouvrir({ date: TROIS_OUVERTS });
    const visiteur = await arriverComme(navigateur, service, A_DECLARER, { javascript });
    const un = visiteur.page;
    const autre = await un.context().newPage();
    await Promise.all([un.goto(FORMULAIRE), autre.goto(FORMULAIRE)]);
    await reponse(un, ECORESPONSABLE, 'Oui').check();
    await enregistrer(un, { javascript });
    await reponse(autre, ASAFO, 'Non').check();
    await enregistrer(autre, { javascript });
    await un.goto(FORMULAIRE);
    assert.ok(await reponse(un, ECORESPONSABLE, 'Oui').isChecked());
    assert.ok(await reponse(un, ASAFO, 'Non').isChecked());
    await visiteur.partir();
    await service.fermer();
  });

  test(`what is typed for a practice stays there when another tab shows the other one, ${comment}`, async () => {
    const service = await ouvrir();
    const visiteur = await arriverComme(navigateur, service, INFIRMIERE, { javascript });
    const un = visiteur.page;
    const logiciel = (page) => page.getByRole('textbox', { name: /logiciel/i }).first();
    await un.goto('/structures');
    await choisir(un, 'cabinet de Valmière');
    await un.goto(FAMI);
    const autre = await un.context().newPage();
    await autre.goto('/structures');
    await choisir(autre, "cabinet d'Orvaille-le-Haut");
    await autre.goto(FAMI);
    const avant = await logiciel(autre).inputValue();

    await logiciel(un).fill('Logiciel de Valmière');
    await logiciel(un).blur();
    await enregistrer(un, { javascript });
    // With a script the other tab is left where it is; without, the form that was sent brings its own practice.
    await autre.goto('/structures');
    await choisir(autre, "cabinet d'Orvaille-le-Haut");
    await autre.goto(FAMI);
    assert.equal(await logiciel(autre).inputValue(), avant);
    await autre.goto('/structures');
    await choisir(autre, 'cabinet de Valmière');
    await autre.goto(FAMI);
    assert.equal(await logiciel(autre).inputValue(), 'Logiciel de Valmière');
    await visiteur.partir();
    await service.fermer();
  });

  test(`two people who answer otherwise are told so and choose, ${comment}`, async () => {
    const service = await ouvrir({ date: TROIS_OUVERTS });
    const titulaire = await arriverComme(navigateur, service, AVEC_DELEGUES, { javascript });
    const delegue = await arriverComme(navigateur, service, DELEGUE_QUI_PREPARE, { javascript });
    await Promise.all([titulaire.page.goto(FORMULAIRE), delegue.page.goto(FORMULAIRE)]);
    await reponse(delegue.page, ECORESPONSABLE, 'Non').check();
    await enregistrer(delegue.page, { javascript });

    await reponse(titulaire.page, ECORESPONSABLE, 'Oui').check();
    if (!javascript) await enregistrer(titulaire.page, { javascript });
    const conflit = titulaire.page.getByText(/a répondu «.Non.»/).first();
    await conflit.waitFor();
    assert.match(await conflit.innerText(), /Votre réponse n'est pas encore enregistrée/);
    assert.ok(await reponse(titulaire.page, ECORESPONSABLE, 'Oui').isChecked(), 'la réponse reste à l’écran');

    // What the delegate reads stays theirs until the titulaire chooses.
    await delegue.page.goto(FORMULAIRE);
    assert.ok(await reponse(delegue.page, ECORESPONSABLE, 'Non').isChecked());
    await titulaire.page.getByRole('button', { name: 'Garder la mienne' }).click();
    await conflit.waitFor({ state: 'detached' });
    await titulaire.page.waitForLoadState('networkidle');
    await delegue.page.goto(FORMULAIRE);
    assert.ok(await reponse(delegue.page, ECORESPONSABLE, 'Oui').isChecked());
    await Promise.all([titulaire.partir(), delegue.partir()]);
    await service.fermer();
  });
}
