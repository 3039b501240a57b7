// The browser of the tests: the Chromium of the system, which reaches nothing but the service.

import { chromium } from 'playwright-core';

const FANIONS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // The same glyphs on every machine that has the same fonts.
  '--font-render-hinting=none',
];

/** A width on a desk, and the narrowest that pages must bear. */
export const LARGEURS = { bureau: 1280, telephone: 320 };

/** Opens Chromium; the caller closes it. */
export function lancer() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: FANIONS,
    // What the browser itself says, as the button of a file, is in French too.
    env: { ...process.env, LANGUAGE: 'fr' },
  });
}
