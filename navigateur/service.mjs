// The service that the tests visit: the real executable, on a free port of the loopback, with data of its own.

import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const RACINE = fileURLToPath(new URL('..', import.meta.url));

/** The day of the law of the demonstration: the pictures always show the same one. */
export const JOUR = '2025-01-15';

const PATIENCE_MS = 120_000;

/**
 * Opens a demonstration and waits for its address.
 *
 * `date` is the day of the law; `depuis` a folder of data to copy, when a test continues what another left;
 * `options` goes to the command line as it is.
 */
export async function ouvrir({ date = JOUR, depuis, options = [] } = {}) {
  const lieu = mkdtempSync(join(tmpdir(), 'ma-convention-'));
  const donnees = join(lieu, 'donnees');
  if (depuis) cpSync(depuis, donnees, { recursive: true });
  const garder = sait('--donnees') ? ['--donnees', donnees] : [];
  const processus = spawn(executable(), ['demo', '--port', '0', '--date', date, ...garder, ...options], {
    cwd: lieu,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Whatever happens to the test, no service stays behind.
  const achever = () => processus.kill('SIGKILL');
  process.once('exit', achever);
  const ecrits = { sortie: '', journal: '' };
  processus.stdout.on('data', (morceau) => (ecrits.sortie += morceau));
  processus.stderr.on('data', (morceau) => (ecrits.journal += morceau));
  const fini = new Promise((resolve) => processus.once('exit', resolve));
  let adresse;
  try {
    adresse = await adresseDite(processus, ecrits, fini);
  } catch (defaut) {
    achever();
    rmSync(lieu, { recursive: true, force: true });
    throw defaut;
  }
  return {
    adresse,
    donnees,
    /** What the service wrote for its operator so far. */
    journal: () => ecrits.sortie + ecrits.journal,
    /** Stops it; with `garder`, its folder of data stays, for `depuis`. */
    async fermer({ garder: rester = false } = {}) {
      process.off('exit', achever);
      processus.kill('SIGINT');
      const tard = setTimeout(achever, 5_000);
      await fini;
      clearTimeout(tard);
      if (!rester) rmSync(lieu, { recursive: true, force: true });
    },
  };
}

/** Every address of the service, `{ methode, route }`, as its router has them. */
export function adresses() {
  const lignes = execFileSync(executable(), ['adresses'], { encoding: 'utf8' }).trim().split('\n');
  return lignes.map((ligne) => {
    const [methode, route] = ligne.split(' ');
    return { methode, route };
  });
}

/** The executable under test: `CONVENTIO`, or the one that cargo builds. */
export function executable() {
  process.env.CONVENTIO ??= construire();
  return process.env.CONVENTIO;
}

function construire() {
  const sortie = execFileSync(
    'cargo',
    ['build', '--quiet', '--locked', '--package', 'conventio', '--message-format=json-render-diagnostics'],
    { cwd: RACINE, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const trouves = sortie.split('\n').filter(Boolean).map((ligne) => JSON.parse(ligne).executable).filter(Boolean);
  if (trouves.length === 0) throw new Error('cargo n’a pas dit où est l’exécutable');
  return trouves.at(-1);
}

/** Does `demo` have this option? */
function sait(option) {
  return execFileSync(executable(), ['demo', '--help'], { encoding: 'utf8' }).includes(option);
}

function adresseDite(processus, ecrits, fini) {
  return new Promise((resolve, reject) => {
    const echec = (raison) => reject(new Error(`la démonstration ${raison} :\n${ecrits.sortie}${ecrits.journal}`));
    const tard = setTimeout(() => echec('n’a pas donné son adresse à temps'), PATIENCE_MS);
    processus.once('error', (defaut) => echec(`ne démarre pas (${defaut.message})`));
    fini.then((code) => {
      clearTimeout(tard);
      echec(`s’est arrêtée (code ${code})`);
    });
    processus.stdout.on('data', () => {
      const dite = /http:\/\/[^/\s]+/.exec(ecrits.sortie);
      if (dite) {
        clearTimeout(tard);
        resolve(dite[0]);
      }
    });
  });
}
