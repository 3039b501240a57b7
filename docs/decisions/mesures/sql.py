"""sql.py DOSSIER: the same rules as one SELECT, as a team used to SQL writes it, on DuckDB and on DataFusion.

Usual: amounts in euros, rates by division, ROUND(…, 2). Careful: see ../../../bancs/README.md for the integer version.
"""

import sys

import datafusion
import duckdb
import pyarrow.parquet as pq
from donnees import dire, lire

COURANT = """
WITH a AS (SELECT *, {taux_fse} AS taux_fse, {taux_rej} AS taux_rej, {taux_dbl} AS taux_dbl FROM t),
b AS (SELECT *,
  CASE WHEN coord = 1 THEN 820 ELSE 0 END + CASE WHEN lad = 1 THEN 200 ELSE 0 END
  + round(500 * least(greatest((taux_fse - 0.70) / 0.20, 0), 1), 2)
  + CASE WHEN pj_ok >= 0.99 * fact THEN least(round(0.02 * least(fse, 10000)
      + 0.015 * greatest(least(fse - 10000, 15000), 0) + 0.01 * greatest(fse - 25000, 0), 2), 550) ELSE 0 END
  + CASE WHEN bil > 0 AND dmp >= 0.90 * bil THEN 400 ELSE 0 END
  + CASE WHEN mss >= 0.05 * deliv THEN 200 ELSE 0 END
  + CASE WHEN ep >= 0.35 * deliv THEN 250 ELSE 0 END
  + CASE WHEN borne = 1 THEN 689 + 250 * least(lect, 2) ELSE 250 * least(lect, 4) END
  + CASE WHEN tlc1 = 1 THEN 1225 ELSE 0 END + least(25 * floor(tlc / 5), 750)
  + CASE WHEN zac = 1 AND bil >= 1 THEN 500 ELSE 0 END AS brut,
  CASE WHEN fact < 100 THEN 0 ELSE
    CASE WHEN taux_fse >= 0.65 THEN 0 WHEN taux_fse >= 0.60 THEN 3 WHEN taux_fse >= 0.50 THEN 6 ELSE 9 END
    + CASE WHEN taux_rej <= 0.01 THEN 0 WHEN taux_rej <= 0.02 THEN 3 WHEN taux_rej <= 0.04 THEN 6 ELSE 9 END
    + CASE WHEN taux_dbl < 0.0001 THEN 0 WHEN taux_dbl <= 0.0006 THEN 3 WHEN taux_dbl <= 0.001 THEN 6 ELSE 9 END
  END AS score FROM a)
SELECT CASE WHEN coord = 1 AND segur = 1 AND fraude = 0 THEN round(brut * (1 -
  CASE WHEN score > 18 THEN 0.30 WHEN score >= 10 THEN 0.20 WHEN score >= 3 THEN 0.10 ELSE 0 END), 2) ELSE 0 END AS net
FROM b
"""
NU = {"taux_fse": "fse / fact", "taux_rej": "rej / fact", "taux_dbl": "dbl / fact"}
FLOTTANT = {nom: texte.replace("fse /", "fse * 1.0 /").replace("rej /", "rej * 1.0 /").replace("dbl /", "dbl * 1.0 /")
            for nom, texte in NU.items()}
DOUBLE = {nom: f"CAST({texte.split(' / ')[0]} AS DOUBLE) / fact" for nom, texte in NU.items()}


def main():
    dossier = sys.argv[1]
    _, exact = lire(dossier)
    pharmacies = pq.read_table(f"{dossier}/in.parquet")
    lignes = len(COURANT.strip().splitlines())

    duck = duckdb.connect()
    duck.execute("SET threads = 1")
    duck.register("pharmacies", pharmacies)
    duck.execute("CREATE TABLE t AS SELECT * FROM pharmacies")
    dire("DuckDB, fse / fact", exact, lambda: duck.sql(COURANT.format(**NU)).fetchnumpy()["net"], lignes)
    dire("DuckDB, fse * 1.0 / fact", exact, lambda: duck.sql(COURANT.format(**FLOTTANT)).fetchnumpy()["net"], lignes)

    contexte = datafusion.SessionContext(datafusion.SessionConfig().with_target_partitions(1))
    contexte.from_arrow(pharmacies, name="t")

    def requete(ecriture):
        return lambda: contexte.sql(COURANT.format(**ecriture)).to_arrow_table()["net"].to_numpy()

    dire("DataFusion, fse / fact", exact, requete(NU), lignes)
    dire("DataFusion, CAST(fse AS DOUBLE)", exact, requete(DOUBLE), lignes)


main()
