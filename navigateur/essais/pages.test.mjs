import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { examiner } from '../accessibilite.mjs';
import { LARGEURS, lancer } from '../chromium.mjs';
import { photographier } from '../ecrans.mjs';
import { PAGES, toutDeplier } from '../pages.mjs';
import { JOUR, RACINE, ouvrir } from '../service.mjs';
import { arriver, arriverComme } from '../visiteur.mjs';

/** Some pages only, by a part of their names, while one of them is being made. */
const VOULUES = PAGES.filter(({ nom }) => nom.includes(process.env.SEULE ?? ''));

let navigateur;
const textes = mkdtempSync(join(tmpdir(), 'textes-'));
before(async () => {
  navigateur = await lancer();
  const message = readFileSync(join(RACINE, 'textes', 'message-suivi.md'), 'utf8');
  writeFileSync(join(textes, 'message-suivi.md'), message.replace('actif : non', 'actif : oui'));
});
after(async () => {
  await navigateur?.close();
  await Promise.all([...services.values()].map(async (service) => (await service).fermer()));
  rmSync(textes, { recursive: true });
});

/** One service for each day of the law. */
const services = new Map();

function service({ date = JOUR, message = false }) {
  const cle = `${date} ${message}`;
  if (!services.has(cle)) services.set(cle, ouvrir({ date, options: message ? ['--textes', textes] : [] }));
  return services.get(cle);
}

/** The cookies of those who came in: once is enough for reading pages. */
const entres = new Map();

async function temoins(ligne, personne = ligne.personne) {
  const ici = await service(ligne);
  const cle = `${ici.adresse} ${personne.id ?? personne.nom}`;
  if (!ligne.seul && entres.has(cle)) return entres.get(cle);
  const visiteur = await arriverComme(navigateur, ici, personne);
  const lus = await visiteur.temoins();
  await visiteur.partir();
  if (!ligne.seul) entres.set(cle, lus);
  return lus;
}

/** Does something as somebody, in a visit of their own. */
async function comme(ligne, personne, faire) {
  const visiteur = await arriver(navigateur, await service(ligne), { temoins: await temoins(ligne, personne) });
  const rendu = await faire(visiteur.page);
  await visiteur.partir();
  return rendu;
}

const trouvees = new Map();

/** The address of a row; one that must be looked for is looked for once. */
async function adresse(ligne) {
  if (!ligne.trouver) return ligne.adresse;
  if (ligne.chaqueFois || !trouvees.has(ligne.nom)) {
    const chercher = (page) => ligne.trouver(page, (personne, faire) => comme(ligne, personne, faire));
    trouvees.set(ligne.nom, await comme(ligne, ligne.personne, chercher));
  }
  return trouvees.get(ligne.nom);
}

/** Opens a page of the table in its state, and reads it. */
async function visiter(ligne, options, faire) {
  const ou = await adresse(ligne);
  const deja = ligne.personne && (await temoins(ligne));
  const visiteur = await arriver(navigateur, await service(ligne), { ...options, temoins: deja });
  const { page, javascript } = visiteur;
  await ligne.avant?.(page);
  const reponse = await page.goto(ou);
  assert.equal(reponse.status(), ligne.code ?? 200);
  await ligne.preparer?.(page, { javascript });
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

for (const ligne of VOULUES) {
  describe(ligne.nom, () => {
    for (const largeur of Object.values(LARGEURS)) {
      test(`is accessible and holds in ${largeur} px`, () =>
        visiter(ligne, { largeur }, async (page) => {
          const titre = await page.title();
          titres.set(titre, (titres.get(titre) ?? new Set()).add(ligne.route ?? ligne.adresse));
          await photographier(page, ligne.nom);
          if (!(await page.getByRole('dialog').isVisible())) await toutDeplier(page);
          await examiner(page);
        }));
    }
    if (ligne.script) return;
    test('says the same without JavaScript', () => visiter(ligne, { javascript: false }));
    test('says the same without its style sheet', () => visiter(ligne, { styles: false }));
  });
}

test('no two pages have the same title', () => {
  const confondus = [...titres].filter(([, adresses]) => adresses.size > 1).map(([titre]) => titre);
  assert.ok(titres.size > 0);
  assert.deepEqual(confondus, []);
});
