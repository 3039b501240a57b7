// A titulaire's whole story, from the entry to the PDF, with the same gestures with and without JavaScript.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { lancer } from '../chromium.mjs';
import {
  PIECE,
  PROGRAMME,
  TROIS_OUVERTS,
  endroits,
  enregistrer,
  etreArrete,
  joindre,
  reponse,
  toutRepondre,
  transmettre,
} from '../declaration.mjs';
import { simuler } from '../pages.mjs';
import { lirePdf } from '../papier.mjs';
import { A_DECLARER } from '../personnes.mjs';
import { ouvrir } from '../service.mjs';
import { arriver, arriverComme, entrer } from '../visiteur.mjs';

let navigateur;
before(async () => (navigateur = await lancer()));
after(() => navigateur?.close());

for (const javascript of [true, false]) {
  describe(`a titulaire, ${javascript ? 'with' : 'without'} JavaScript`, () => {
    const comment = { javascript };
    let service;
    let visiteur;
    let page;
    before(async () => {
      service = await ouvrir({ date: TROIS_OUVERTS });
      visiteur = await arriver(navigateur, service, comment);
      page = visiteur.page;
    });
    after(async () => {
      await visiteur?.partir();
      await service?.fermer();
    });

    test('logs in and reads the dashboard', async () => {
      await entrer(page, A_DECLARER);
      await page.getByRole('heading', { level: 1, name: 'Tableau de bord' }).waitFor();
      for (const bloc of ['Suivi des indicateurs', 'Déclaration', 'Rémunérations']) {
        assert.ok(await page.getByRole('region', { name: bloc, exact: true }).isVisible(), bloc);
      }
      assert.ok(await page.getByRole('img', { name: /objectifs atteints sur/ }).first().isVisible());
    });

    test('sees the three declarations that are open', async () => {
      await page.getByRole('region', { name: 'Déclaration' }).getByRole('link', { name: 'Déclarer mes indicateurs' }).click();
      await page.getByRole('heading', { name: '0 déclaration transmise sur 3' }).waitFor();
      assert.equal(await page.getByRole('link', { name: /^Déclarer : / }).count(), 3);
    });

    test('is stopped by a program that bears the name of a PDF, then joins a piece', async () => {
      await aller(page, 'Développement du numérique en santé 2024');
      await versLesPieces(page);
      await joindre(page, PROGRAMME, comment);
      const refus = endroits(page).first().getByRole('alert');
      await refus.waitFor();
      assert.match(await refus.innerText(), /facture\.pdf.*n'a pas été joint/);
      assert.equal(await endroits(page).first().getByRole('link', { name: /facture\.pdf/ }).count(), 0);
      await joindre(page, PIECE, comment);
      const piece = endroits(page).first().getByRole('link', { name: /attestation\.pdf/ });
      await piece.waitFor();
      const relue = await page.request.get(await piece.getAttribute('href'));
      assert.deepEqual(await relue.body(), PIECE.buffer);
    });

    test('is stopped while an answer or the sworn statement is missing', async () => {
      await page.goto('/declarations');
      await aller(page, 'Dispositif exceptionnel 2024');
      assert.match(await etreArrete(page, comment), /réponse attendue/);
      await page.goto('/declarations');
      await aller(page, 'Dispositif exceptionnel 2024');
      await toutRepondre(page, comment);
      assert.match(await etreArrete(page, comment), /attestation sur l'honneur/i);
    });

    test('transmits the three declarations', async () => {
      for (const [rang, titre] of TITRES.entries()) {
        await page.goto('/declarations');
        await aller(page, titre);
        await toutRepondre(page, comment);
        await transmettre(page, comment);
        await page.getByRole('link', { name: 'Mes autres déclarations' }).click();
        await page.getByRole('heading', { name: new RegExp(`^${rang + 1} déclarations? transmises? sur 3`) }).waitFor();
      }
    });

    test('downloads the summary of a declaration', async () => {
      await page.goto('/depots');
      await page.getByRole('link', { name: /^Dispositif exceptionnel 2024, transmission n° 1/ }).click();
      const lien = page.getByRole('link', { name: 'Récapitulatif PDF' });
      const texte = await lirePdf(page, lien);
      assert.match(texte, /Dispositif exceptionnel/);
      assert.match(texte, /Aménagement/);
    });

    test('amends before the closing, and the last transmission counts', async () => {
      await page.goto('/declarations');
      await page.getByRole('link', { name: /^Modifier : Dispositif exceptionnel/ }).click();
      await reponse(page, /locaux adaptés/, 'Non').check();
      await enregistrer(page, comment);
      await transmettre(page, comment);
      await page.goto('/depots');
      const depots = page.getByRole('listitem').filter({ hasText: 'Dispositif exceptionnel 2024' });
      assert.deepEqual(
        (await depots.allInnerTexts()).map((texte) => /(Compte|Remplacée)\s*$/.exec(texte)?.[1]),
        ['Compte', 'Remplacée'],
      );
    });

    test('reads a remuneration, asks why, and what would change it', async () => {
      await page.goto('/tableau-de-bord');
      await page.getByRole('link', { name: 'Accédez à vos rémunérations' }).click();
      await page.getByRole('link', { name: /^Bon usage des produits de santé.* 2023/ }).first().click();
      await page.getByRole('heading', { name: 'Comment on arrive à ce montant' }).waitFor();
      const pourquoi = page.locator('summary', { hasText: 'Pourquoi ce montant ?' }).first();
      await pourquoi.click();
      assert.ok(await pourquoi.locator('xpath=..').evaluate((repli) => repli.open && repli.innerText.length > 100));

      await page.getByRole('link', { name: 'Et si… ?' }).first().click();
      await simuler(page);
      await page.getByRole('heading', { name: 'Ce que cela changerait' }).waitFor();
      await page.getByRole('link', { name: 'Retour au détail' }).click();
    });

    test('opens the same detail on paper', async () => {
      const texte = await lirePdf(page, page.getByRole('link', { name: 'Détail en PDF' }));
      assert.match(texte, /Bon usage des produits de santé/);
      assert.match(texte, /\d,\d\d €/);
    });
  });

  test(`sees the window close at the second, ${javascript ? 'with' : 'without'} JavaScript`, async () => {
    const comment = { javascript };
    const service = await ouvrir({ date: '2025-03-18T23:59:25' });
    const visiteur = await arriverComme(navigateur, service, A_DECLARER, comment);
    const { page } = visiteur;
    await page.goto('/declarations/dispositif_exceptionnel/2024');
    assert.ok(await page.getByRole('button', { name: 'Transmettre', exact: true }).isVisible(), 'encore ouverte');
    await reponse(page, /locaux adaptés/, 'Oui').check();
    await enregistrer(page, comment);
    await fermeture(page);
    // The form that was open before is sent after.
    await reponse(page, /locaux adaptés/, 'Non').check();
    if (javascript) await page.getByText(/close depuis|n'est plus ouverte|fermée/).first().waitFor();
    else await page.getByRole('button', { name: 'Enregistrer', exact: true }).last().click();
    await page.getByText(/close depuis|n'est plus ouverte|fermée/).first().waitFor();
    await page.goto('/declarations/dispositif_exceptionnel/2024');
    await page.getByRole('heading', { name: 'Cette déclaration ne peut pas être modifiée' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Transmettre', exact: true }).count(), 0);
    // What was kept in time is still there.
    assert.ok(await reponse(page, /locaux adaptés/, 'Oui').isChecked());
    await visiteur.partir();
    await service.fermer();
  });
}

const TITRES = [
  'Dispositif exceptionnel 2024',
  'Développement du numérique en santé 2024',
  'Bon usage des produits de santé 2024',
];

async function aller(page, titre) {
  await page.getByRole('link', { name: `Déclarer : ${titre}` }).click();
  await page.getByRole('heading', { level: 1, name: `Déclarer mes indicateurs : ${titre}` }).waitFor();
}

/** The pieces are in the form, or on a page of their own. */
async function versLesPieces(page) {
  if ((await endroits(page).count()) === 0) await page.goto(`${new URL(page.url()).pathname}/pieces`);
}

/** Another tab waits until the service says that the window is closed. */
async function fermeture(page) {
  const onglet = await page.context().newPage();
  for (let fois = 0; fois < 90; fois += 1) {
    await onglet.goto('/declarations/dispositif_exceptionnel/2024');
    if ((await onglet.getByText(/La période de saisie est close/).count()) > 0) return onglet.close();
    await onglet.waitForTimeout(1_000);
  }
  return assert.fail('la saisie ne se ferme pas');
}
