"""generer.py BANC N DOSSIER [GRAINE]: the inputs and the exact reference of the bench.

BANC is the folder of the bench's own `gen.py`, which fixes its seed inside `make`. With a GRAINE, numpy's generator is
given that seed instead: same rules, same ranges, other people. The reference keeps coming from `gen.exact`.
"""

import os
import sys


def main() -> None:
    banc, n, dossier = sys.argv[1], int(float(sys.argv[2])), sys.argv[3]
    graine = int(sys.argv[4]) if len(sys.argv) > 4 else None
    sys.path.insert(0, banc)
    import gen
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    if graine is not None:
        d_origine = np.random.default_rng
        np.random.default_rng = lambda _graine: d_origine(graine)
    colonnes = gen.make(n)
    os.makedirs(dossier, exist_ok=True)
    pq.write_table(pa.table(colonnes), f"{dossier}/in.parquet")
    np.concatenate([colonnes[code] for code in gen.COLS]).tofile(f"{dossier}/in.i32")
    exact = gen.exact(colonnes)
    exact.tofile(f"{dossier}/ref.i64")
    print(f"{dossier}: n={n} graine={graine} somme_centimes={int(exact.sum())} payes={int((exact > 0).sum())}")


if __name__ == "__main__":
    main()
