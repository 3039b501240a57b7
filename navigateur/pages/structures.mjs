// Pages of somebody who holds several structures, seen in one of them.

import { choisir } from '../visiteur.mjs';

/** Makes the rows of a story: their names begin alike, and the structure is chosen before each page. */
export const dans = (prefixe, personne, structure) => (nom, route, adresse, dit) => ({
  nom: `${prefixe}-${nom}`,
  route,
  adresse,
  personne,
  async avant(page) {
    await page.goto('/structures');
    await choisir(page, structure);
  },
  dit,
});
