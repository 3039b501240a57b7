"""verifier_banc.py DOSSIER SORTIE: compares our amounts with the exact reference, row by row.

SORTIE is the Parquet file that `conventio calculer` wrote for DOSSIER/in.parquet. Amounts are compared as whole cents,
never as floats: a column of decimals is shifted by two places, a column of integers named `montant` holds cents already.
Every row must also be `payable`, or `non_eligible` with 0. Exit 1 when a row is wrong.
"""

import sys
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq


def centimes(colonne: pa.ChunkedArray) -> np.ndarray:
    """The column as int64 cents; refuses a null, since no input of the bench is missing."""
    if colonne.null_count:
        sys.exit(f"{colonne.null_count} montants sont vides : aucun ne devrait l'être.")
    genre = colonne.type
    if pa.types.is_integer(genre):
        return colonne.to_numpy().astype(np.int64)
    if pa.types.is_decimal(genre):
        cent = pa.scalar(Decimal(100), type=pa.decimal128(3, 0))
        exact = pc.cast(pc.multiply(pc.cast(colonne, pa.decimal128(18, genre.scale)), cent), pa.int64())
        return exact.to_numpy()
    if pa.types.is_string(genre) or pa.types.is_large_string(genre):
        return np.array([int(Decimal(t) * 100) for t in colonne.to_pylist()], dtype=np.int64)
    sys.exit(f"La colonne « montant » est de type {genre} : des centimes entiers ou des décimaux sont attendus.")


def main() -> int:
    dossier, sortie = sys.argv[1], sys.argv[2]
    reference = np.fromfile(f"{dossier}/ref.i64", np.int64)
    table = pq.read_table(sortie)
    trouve = centimes(table["montant"])
    if len(trouve) != len(reference):
        sys.exit(f"{len(trouve)} lignes rendues, {len(reference)} attendues.")
    faux = np.flatnonzero(trouve != reference)
    etats = np.asarray(table["etat"].to_pylist()) if "etat" in table.column_names else None
    hors = 0
    if etats is not None:
        entree = pq.read_table(f"{dossier}/in.parquet", columns=["coord", "segur", "fraude"])
        c, s, f = (entree[k].to_numpy() for k in ("coord", "segur", "fraude"))
        attendu = np.where((c == 1) & (s == 1) & (f == 0), "payable", "non_eligible")
        hors = int((etats != attendu).sum())
    for rang in faux[:5]:
        print(f"  ligne {rang}: {trouve[rang]} centimes, {reference[rang]} attendus", file=sys.stderr)
    print(f"n={len(reference)} wrong={len(faux)} wrong_etats={hors}")
    return 1 if len(faux) or hors else 0


if __name__ == "__main__":
    sys.exit(main())
