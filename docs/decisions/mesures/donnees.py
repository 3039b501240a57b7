"""The rows of the bench (bancs/README.md), the exact answer, and which of them are ties: half a cent to round."""

import sys
import time
from fractions import Fraction

import numpy as np

CODES = ["fact", "fse", "pj_ok", "deliv", "mss", "ep", "bil", "dmp", "lect", "rej", "dbl", "tlc",
         "coord", "segur", "lad", "fraude", "borne", "tlc1", "zac"]


def lire(dossier, lignes=None):
    """(columns by code, exact net in cents)."""
    exact = np.fromfile(f"{dossier}/ref.i64", np.int64)
    n = min(len(exact), lignes or len(exact))
    tout = np.fromfile(f"{dossier}/in.i32", np.int32).reshape(len(CODES), len(exact))
    return {code: tout[i][:n].astype(np.int64) for i, code in enumerate(CODES)}, exact[:n]


def dire(nom, exact, calculer, lignes, repetitions=3):
    """Runs a way of writing the rules and prints its line: wrong rows, and the median time of one row.

    `calculer` gives euros or cents as floats, decimals or integers: what a user of that engine would get.
    """
    durees = []
    for _ in range(repetitions):
        debut = time.perf_counter()
        resultat = calculer()
        durees.append(time.perf_counter() - debut)
    centimes = np.array([en_centimes(x) for x in resultat], dtype=np.int64)
    ecarts = np.abs(centimes - exact)
    n = len(exact)
    print(f"{nom:<34} n={n:<7} faux={int((ecarts > 0).sum()):<6} ({(ecarts > 0).mean() * 100:.2f} %) "
          f"ecart_max={int(ecarts.max())} centimes  ns_par_ligne={np.median(durees) / n * 1e9:.0f} lignes={lignes}")
    sys.stdout.flush()


def en_centimes(euros):
    """The cent nearest to what the engine answered: any error left is the engine's, not ours."""
    return round(Fraction(euros if not isinstance(euros, np.generic) else euros.item()) * 100)
