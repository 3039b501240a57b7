import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { fichier } from '../ecrans.mjs';
import { LARGEURS } from '../chromium.mjs';
import { PAGES, SANS_PAGE } from '../pages.mjs';
import { adresses } from '../service.mjs';

test('every page of the service is visited', () => {
  const servies = adresses().filter(({ methode }) => methode === 'GET').map(({ route }) => route);
  assert.ok(servies.length > 4, 'la liste des adresses est vide');
  const visitees = new Set([...PAGES.map((page) => page.route), ...SANS_PAGE]);
  const oubliees = servies.filter((route) => !visitees.has(route));
  assert.deepEqual(oubliees, [], 'ajoutez une ligne à navigateur/pages.mjs pour ces adresses');
  const perdues = [...visitees].filter((route) => route && !servies.includes(route));
  assert.deepEqual(perdues, [], 'navigateur/pages.mjs visite des adresses que le service n’a plus');
});

test('no two rows have the same name', () => {
  const noms = PAGES.map((page) => page.nom);
  assert.equal(new Set(noms).size, noms.length);
});

test('every page has its pictures', () => {
  const attendus = PAGES.flatMap(({ nom }) => Object.values(LARGEURS).map((largeur) => fichier(nom, largeur)));
  const manquants = attendus.filter((image) => !existsSync(image));
  assert.deepEqual(manquants, [], 'lancez « cargo xtask ecrans »');
});
