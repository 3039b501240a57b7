import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { RACINE } from '../service.mjs';

/** How many criteria each theme of the RGAA 4.1 has. */
const THEMES = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12];
const ETATS = ['conforme', 'non conforme', 'non applicable', 'à vérifier'];

const texte = readFileSync(join(RACINE, 'docs', 'accessibilite.md'), 'utf8');
const lignes = [...texte.matchAll(/^\| (\d+\.\d+) [^|]+ \| ([^|]+) \| ([^|]*)\|$/gm)].map(([, critere, etat, preuve]) => ({
  critere,
  etat,
  preuve: preuve.trim(),
}));

test('the grid has every criterion of the RGAA once', () => {
  const attendus = THEMES.flatMap((nombre, theme) => Array.from({ length: nombre }, (_, rang) => `${theme + 1}.${rang + 1}`));
  assert.deepEqual(lignes.map((ligne) => ligne.critere), attendus);
});

test('every state is one of four, and says why', () => {
  for (const { critere, etat, preuve } of lignes) {
    assert.ok(ETATS.includes(etat), `${critere} : « ${etat} »`);
    assert.ok(preuve || etat === 'à vérifier', `${critere} n’a pas de preuve`);
    if (etat === 'conforme') assert.match(preuve, /^(essai|observation)/, critere);
  }
});

test('the counts at the top are those of the grid', () => {
  const compte = (etat) => lignes.filter((ligne) => ligne.etat === etat).length;
  const dit = /(\d+) conformes, (\d+) non conformes, (\d+) non applicables, (\d+) à vérifier, sur (\d+)/.exec(texte);
  assert.deepEqual(dit.slice(1).map(Number), [...ETATS.map(compte), lignes.length]);
});

test('every proof by a test names a file that exists', () => {
  const essais = lignes.filter((ligne) => ligne.preuve.includes('essai') && ligne.etat === 'conforme');
  for (const { critere, preuve } of essais) {
    const fichiers = [...preuve.matchAll(/`([\w/.]+\.mjs)`/g)].map(([, nom]) => nom);
    assert.ok(fichiers.length > 0, `${critere} ne nomme pas son essai`);
    for (const nom of fichiers) assert.ok(existsSync(join(RACINE, 'navigateur', nom)), `${critere} : ${nom}`);
  }
});
