// What a downloaded document says.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

/** Follows a link as a download would, and reads the text of what comes. */
export async function lirePdf(page, lien) {
  const reponse = await page.request.get(await lien.getAttribute('href'));
  assert.equal(reponse.status(), 200, reponse.url());
  const pdf = await reponse.body();
  assert.equal(pdf.subarray(0, 4).toString(), '%PDF');
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' }).replace(/[  ]/g, ' ');
}
