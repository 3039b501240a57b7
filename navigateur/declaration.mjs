// What a professional does in a declaration: answer, join a piece, swear, transmit. With a script or without one, the
// same gestures; without it, « Enregistrer » and « Joindre » are pressed.

import assert from 'node:assert/strict';
import { texte } from './visiteur.mjs';

/** A month after the first closing: the prolonged windows and the exceptional one are open together. */
export const TROIS_OUVERTS = '2025-02-05';

/** A PDF that any reader opens, with one line of text. */
export function petitPdf(ligne = 'Attestation de formation') {
  const trace = `BT /F1 18 Tf 60 720 Td (${ligne}) Tj ET`;
  const objets = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${trace.length} >>\nstream\n${trace}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let pdf = '%PDF-1.4\n';
  const places = objets.map((objet, rang) => {
    const place = pdf.length;
    pdf += `${rang + 1} 0 obj\n${objet}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const table = pdf.length;
  pdf += `xref\n0 ${objets.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  pdf += `trailer\n<< /Size ${objets.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(pdf, 'latin1');
}

export const PIECE = { name: 'attestation.pdf', mimeType: 'application/pdf', buffer: petitPdf() };

/** A program that bears the name of a PDF. */
export const PROGRAMME = {
  name: 'facture.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.concat([Buffer.from('MZ\x90\x00\x03', 'latin1'), Buffer.alloc(4096, 0xcc)]),
};

/** The questions that are on the page: the groups of radio buttons, and the fields. */
function indicateurs(page) {
  return page.getByRole('region', { name: /^Indicateur \d+/ });
}

/** Waits until the script has kept what was given, or presses « Enregistrer ». */
export async function enregistrer(page, { javascript }) {
  if (javascript) {
    await page.getByText(/^Brouillon enregistré à /).waitFor();
    await page.waitForLoadState('networkidle');
  } else {
    await page.getByRole('button', { name: 'Enregistrer', exact: true }).last().click();
  }
}

/** Answers every question that has no answer yet, and those that appear because of an answer. */
export async function toutRepondre(page, { javascript }) {
  for (let tour = 0; tour < 5; tour += 1) {
    const manques = await repondreUneFois(page);
    if (manques === 0) return;
    await enregistrer(page, { javascript });
  }
  assert.fail('des questions restent sans réponse');
}

async function repondreUneFois(page) {
  let donnees = 0;
  for (const indicateur of await indicateurs(page).all()) {
    for (const groupe of await indicateur.getByRole('group').all()) {
      const choix = groupe.getByRole('radio');
      if ((await choix.count()) === 0 || (await groupe.getByRole('radio', { checked: true }).count()) > 0) continue;
      await choix.first().check();
      donnees += 1;
    }
    for (const champ of await indicateur.getByRole('textbox').all()) {
      if ((await champ.inputValue()) !== '') continue;
      await champ.fill('Officine Plus 5.2');
      await champ.blur();
      donnees += 1;
    }
  }
  return donnees;
}

/** Chooses an answer of the first indicator whose question matches. */
export function reponse(page, question, mot) {
  return page.getByRole('group', { name: question }).getByRole('radio', { name: mot, exact: true });
}

/** The first place of the page where a piece may be joined, and how many there are. */
export function endroits(page) {
  return page.getByRole('group', { name: /^Pièce justificative/ });
}

/** Joins a file, to the first indicator that takes one unless another place is given. */
export async function joindre(page, fichier, { javascript }, endroit = endroits(page).first()) {
  await endroit.getByLabel('Ajouter une pièce').setInputFiles(fichier);
  if (!javascript) await endroit.getByRole('button', { name: /^Joindre/ }).click();
}

/** Joins the usual piece at a place, and says where it can be read again. */
export async function joindreIci(page, endroit, comment) {
  await joindre(page, PIECE, comment, endroit);
  const piece = endroit.getByRole('link', { name: /attestation\.pdf/ });
  await piece.waitFor();
  return piece.getAttribute('href');
}

/** Transmits, and says what the structure received: the address of its receipt, what is read there, its fingerprint. */
export async function recevoir(page, comment) {
  await transmettre(page, comment);
  const lu = await texte(page.getByRole('main'));
  return { adresse: new URL(page.url()).pathname, lu, empreinte: /Empreinte ([0-9a-f]{64})/.exec(lu)[1] };
}

/** The box of the sworn statement. */
export function attestation(page) {
  return page.getByRole('region', { name: "Attestation sur l'honneur" }).getByRole('checkbox');
}

/** Swears, if one is asked to, asks for the summary, confirms, and reads the receipt. */
export async function transmettre(page, { javascript }) {
  await attestation(page).check();
  const bouton = page.getByRole('button', { name: 'Transmettre', exact: true });
  if (javascript) await page.locator('#transmettre:not([aria-disabled])').waitFor();
  await bouton.click({ force: !javascript });
  await page.getByRole('heading', { level: 1, name: /^Récapitulatif avant transmission/ }).waitFor();
  await page.getByRole('button', { name: 'Confirmer et transmettre' }).click();
  await page.getByRole('heading', { name: 'Votre déclaration est reçue' }).waitFor();
}

/** Presses TRANSMETTRE although something is missing, and gives back the reason that is said. */
export async function etreArrete(page, { javascript }) {
  await page.getByRole('button', { name: 'Transmettre', exact: true }).click({ force: true });
  if (javascript) {
    const raison = page.locator('#raison');
    await raison.waitFor();
    assert.ok(await raison.evaluate((e) => e === document.activeElement), 'le foyer va à la raison');
    return raison.innerText();
  }
  const alerte = page.getByRole('alert').first();
  await alerte.waitFor();
  return alerte.innerText();
}
