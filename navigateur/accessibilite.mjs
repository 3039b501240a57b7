// What every page owes to everybody: axe-core finds nothing, and what axe cannot see is measured.

import assert from 'node:assert/strict';
import axe from 'axe-core';

const REGLES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Examines the page as it stands: its open folds, its menu, its errors. */
export async function examiner(page) {
  // Before axe-core, which leaves marks of its own in the page.
  const constats = [...(await page.evaluate(mesurer)), ...(await page.evaluate(perdus))];
  assert.deepEqual(constats, [], `${page.url()}, ${page.viewportSize().width} px`);
  await sansDefautPourAxe(page);
  await foyerVisible(page);
  await texteEspace(page);
}

async function sansDefautPourAxe(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (regles) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: regles } }),
    REGLES,
  );
  const dits = violations.map(
    (v) => `${v.id} (${v.impact}) : ${v.help}\n${v.nodes.map((n) => `    ${n.html}\n    ${n.failureSummary}`).join('\n')}`,
  );
  assert.deepEqual(dits, [], `axe-core, ${page.url()}, ${page.viewportSize().width} px`);
}

/** Runs in the page: what a program can say of its language, titles, headings, forms and width. */
function mesurer() {
  const constats = [];
  const racine = document.documentElement;
  if (document.doctype?.name !== 'html' || document.compatMode !== 'CSS1Compat') constats.push('pas de type de document');
  if (racine.lang !== 'fr') constats.push(`la langue de la page est « ${racine.lang} »`);
  const visible = (e) => e.checkVisibility({ visibilityProperty: true });
  const titres = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(visible);
  const premiers = titres.filter((t) => t.tagName === 'H1');
  if (premiers.length !== 1) constats.push(`${premiers.length} titres h1`);
  let niveau = 0;
  for (const titre of titres) {
    const suivant = Number(titre.tagName[1]);
    if (suivant > niveau + 1) constats.push(`le titre « ${titre.textContent.trim()} » saute de h${niveau} à h${suivant}`);
    niveau = suivant;
  }
  if (!document.title.includes(' — ')) constats.push(`le titre « ${document.title} » ne nomme pas le service`);
  for (const image of document.querySelectorAll('svg')) {
    const nommee = image.getAttribute('role') === 'img' && (image.ariaLabel || image.querySelector(':scope > title'));
    const ignoree = image.closest('[aria-hidden="true"]');
    if (!nommee && !ignoree) constats.push(`image ni nommée ni ignorée : ${image.outerHTML.slice(0, 120)}`);
  }
  for (const tableau of document.querySelectorAll('table')) {
    const titre = tableau.caption ?? document.getElementById(tableau.getAttribute('aria-labelledby'));
    if (!titre?.textContent.trim() && !tableau.ariaLabel) {
      constats.push(`tableau sans titre : ${tableau.textContent.trim().slice(0, 60)}`);
    }
  }
  for (const ailleurs of document.querySelectorAll('[target]')) {
    // Said in the name of the link or of the button, a new window is a choice.
    if (/nouvel onglet/.test(ailleurs.textContent)) continue;
    constats.push(`ouvre une autre fenêtre : ${ailleurs.outerHTML.slice(0, 120)}`);
  }
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  const doubles = ids.filter((id, rang) => ids.indexOf(id) !== rang);
  if (doubles.length > 0) constats.push(`ids en double : ${doubles.join(', ')}`);
  for (const lien of document.querySelectorAll('a[href^="#"]')) {
    if (!document.getElementById(decodeURIComponent(lien.hash.slice(1)))) constats.push(`« ${lien.hash} » ne mène à rien`);
  }
  for (const element of document.querySelectorAll('[style]:not([style=""]), script:not([src]), style')) {
    constats.push(`style ou script dans la page : ${element.outerHTML.slice(0, 120)}`);
  }
  for (const formulaire of document.querySelectorAll('form[method="post" i]')) {
    if (!formulaire.querySelector('input[type="hidden"][name="jeton"]')) {
      constats.push(`le formulaire vers ${formulaire.getAttribute('action')} n’a pas de jeton`);
    }
  }
  return constats;
}

/** Runs in the page: what overflows it, and texts that their own box cuts off. */
function perdus() {
  const constats = [];
  const racine = document.documentElement;
  if (racine.scrollWidth > racine.clientWidth) {
    const larges = [...document.body.querySelectorAll('*')].filter(
      (e) => e.getBoundingClientRect().right > racine.clientWidth + 1 && getComputedStyle(e).position !== 'absolute',
    );
    const nommes = larges.slice(0, 3).map((e) => e.outerHTML.slice(0, 120));
    constats.push(`la page déborde : ${racine.scrollWidth} px pour ${racine.clientWidth} ; ${nommes.join(' | ')}`);
  }
  for (const element of document.querySelectorAll('main *, header *, footer *')) {
    const { overflowX, overflowY, clipPath } = getComputedStyle(element);
    // What somebody types scrolls inside its field.
    if (clipPath !== 'none' || element.clientWidth <= 1 || element.matches('input, textarea')) continue;
    const large = ['hidden', 'clip'].includes(overflowX) && element.scrollWidth > element.clientWidth + 1;
    const haut = ['hidden', 'clip'].includes(overflowY) && element.scrollHeight > element.clientHeight + 1;
    if (large || haut) constats.push(`un texte est coupé : ${element.outerHTML.slice(0, 120)}`);
  }
  return constats;
}

/** Everything that can have the focus looks otherwise when it has it. */
async function foyerVisible(page) {
  // After a key, the browser shows the focus that a script moves as it does for a keyboard.
  await page.keyboard.press('Tab');
  const muets = await page.evaluate(() => {
    const aspect = (e) => {
      const s = getComputedStyle(e);
      return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor].join(' ');
    };
    const atteints = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"]';
    const defauts = [];
    // While a dialog is open, nothing else can be reached.
    const portee = document.querySelector('dialog:modal') ?? document;
    for (const element of portee.querySelectorAll(atteints)) {
      if (element.matches(':disabled') || !element.checkVisibility({ visibilityProperty: true })) continue;
      element.blur();
      // A real input that is drawn by its label shows its focus there.
      const porteurs = [element, ...(element.labels ?? [])];
      const avant = porteurs.map(aspect).join();
      element.focus();
      const pris = document.activeElement === element;
      if (!pris || porteurs.map(aspect).join() === avant) defauts.push(element.outerHTML.slice(0, 120));
      element.blur();
    }
    scrollTo(0, 0);
    return defauts;
  });
  assert.deepEqual(muets, [], `foyer invisible, ${page.url()}`);
}

/** With the spacing that readers may ask for (WCAG 1.4.12), nothing is lost. */
async function texteEspace(page) {
  await page.evaluate(() => {
    const espacement = new CSSStyleSheet();
    espacement.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }',
    );
    document.adoptedStyleSheets = [espacement];
  });
  const constats = await page.evaluate(perdus);
  await page.evaluate(() => (document.adoptedStyleSheets = []));
  assert.deepEqual(constats, [], `texte espacé, ${page.url()}, ${page.viewportSize().width} px`);
}
