// What somebody does who has no mouse: Tab, Shift+Tab, Enter, Space, and reading where they are.

import assert from 'node:assert/strict';

const AU_PLUS = 400;

/** What has the focus: its role as the reader hears it, its name, and whether it can be seen. */
export function ici(page) {
  return page.evaluate(() => {
    const actif = document.activeElement;
    if (!actif || actif === document.body) return { balise: 'BODY', nom: '' };
    const boite = actif.getBoundingClientRect();
    const etiquettes = [...(actif.labels ?? [])].map((etiquette) => etiquette.textContent).join(' ');
    return {
      balise: actif.tagName,
      nom: (actif.getAttribute('aria-label') ?? (etiquettes || actif.textContent)).replace(/\s+/g, ' ').trim(),
      id: actif.id,
      visible:
        boite.width > 1 && boite.height > 1 && boite.bottom > 0 && boite.top < innerHeight && boite.left < innerWidth,
    };
  });
}

/** Presses Tab until the focus is on what bears this name; every stop on the way must be visible. */
export async function atteindre(page, nom, { touche = 'Tab' } = {}) {
  const convient = (lu) => (nom instanceof RegExp ? nom.test(lu) : lu === nom || lu.startsWith(nom));
  const vus = [];
  for (let pas = 0; pas < AU_PLUS; pas += 1) {
    await page.keyboard.press(touche);
    const lieu = await ici(page);
    if (lieu.balise === 'BODY' && vus.length > 0) break;
    vus.push(lieu.nom);
    assert.ok(lieu.visible || lieu.balise === 'BODY', `le foyer est sur « ${lieu.nom} », que l’on ne voit pas`);
    if (convient(lieu.nom)) return lieu;
  }
  assert.fail(`le clavier n’atteint pas « ${nom} » ; il passe par :\n- ${vus.join('\n- ')}`);
}

/** Reaches something and presses Enter, or Space. */
export async function actionner(page, nom, { touche = 'Enter', retour = false } = {}) {
  await atteindre(page, nom, { touche: retour ? 'Shift+Tab' : 'Tab' });
  await page.keyboard.press(touche);
}

/** Everything that Tab stops on, from the top of the page to its end. */
export async function parcours(page) {
  await page.evaluate(() => document.activeElement?.blur());
  const vus = [];
  for (let pas = 0; pas < AU_PLUS; pas += 1) {
    await page.keyboard.press('Tab');
    const lieu = await ici(page);
    if (lieu.balise === 'BODY') return vus;
    vus.push(lieu);
  }
  assert.fail('le clavier tourne sans fin dans la page');
}
