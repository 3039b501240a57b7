// The pictures of docs/ecrans, taken by the tests themselves: what the README shows is what was tested.

import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RACINE } from './service.mjs';

const DOSSIER = join(RACINE, 'docs', 'ecrans');

/** A page with every fold open goes on and on: what is below says no more. */
const HAUTEUR_AU_PLUS = 3_000;

/** Are pictures wanted? `cargo xtask ecrans` says so. */
export const VOULUS = process.env.ECRANS === '1';

export function fichier(nom, largeur) {
  return join(DOSSIER, `${nom}-${largeur}.png`);
}

/** Writes the picture of the page, when pictures are wanted. */
export async function photographier(page, nom) {
  if (!VOULUS) return;
  await page.evaluate(() => {
    document.activeElement?.blur();
    scrollTo(0, 0);
  });
  await page.mouse.move(0, 0);
  const { width } = page.viewportSize();
  const hauteur = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width, height: Math.min(hauteur, HAUTEUR_AU_PLUS) };
  const image = await page.screenshot({ fullPage: true, clip, animations: 'disabled', caret: 'hide' });
  mkdirSync(DOSSIER, { recursive: true });
  writeFileSync(fichier(nom, width), alleger(image));
}

/** 32 colours are enough for these pages, and an eighth of the bytes. */
function alleger(image) {
  try {
    return execFileSync('pngquant', ['--strip', '32', '-'], { input: image, maxBuffer: 1 << 26 });
  } catch (defaut) {
    if (defaut.code === 'ENOENT') throw new Error('il manque pngquant : lancez « cargo xtask ecrans --installer »');
    throw defaut;
  }
}
