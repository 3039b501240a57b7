#!/bin/sh
# lancer.sh DOSSIER [TOURS]: the bench, our engine and its peers interleaved in every round.
#
# DOSSIER (outside the repository) receives the Python environment, the data and the log; it is filled once and reused.
# BANC is the folder of the bench given to every engine (gen.py, floor.rs, pol.py, duck.py, ofi.py), by default the
# folder `shared/banc` beside the repository. CONVENTIO is the executable to measure, built when it is not given.
# NODE_DIR, if set, is a folder where `npm i publicodes` was done: Publicodes then runs too, on 4,000 rows.
# VENV, if set, is an existing Python environment with openfisca-core, duckdb, polars and pyarrow.
set -eu

ICI=$(cd "$(dirname "$0")" && pwd)
DEPOT=$(dirname "$ICI")
if [ $# -lt 1 ]; then
  echo "Usage : bancs/lancer.sh DOSSIER [TOURS]  (DOSSIER hors du dépôt)" >&2
  exit 2
fi
TOURS=${2:-7}
BANC=$(cd "${BANC:-$DEPOT/../shared/banc}" && pwd)
mkdir -p "$1"
LIEU=$(cd "$1" && pwd)
VENV=${VENV:-$LIEU/venv}
export PYTHONDONTWRITEBYTECODE=1

if [ ! -x "$VENV/bin/python" ]; then
  python3 -m venv "$VENV"
  "$VENV/bin/pip" -q install openfisca-core duckdb polars pyarrow
fi
PY=$VENV/bin/python
[ -x "$LIEU/floor" ] || rustc --edition 2021 -O -C target-cpu=native -o "$LIEU/floor" "$BANC/floor.rs"

generer() { # generer NOM N [GRAINE]
  [ -s "$LIEU/$1/ref.i64" ] || "$PY" "$ICI/generer.py" "$BANC" "$2" "$LIEU/$1" ${3:+"$3"}
}
generer d20k 20000
generer d1m 1000000
for graine in 1 2 3; do generer "d1m-s$graine" 1000000 "$graine"; done

if [ -z "${CONVENTIO:-}" ]; then
  (cd "$DEPOT" && cargo build -q --release -p conventio)
  CONVENTIO=${CARGO_TARGET_DIR:-$DEPOT/target}/release/conventio
fi

# Our rows first: a fast wrong answer is worth nothing. Four seeds, every row.
calculer() { # calculer DOSSIER_DE_DONNEES SORTIE : la commande mesurée, avec le temps du calcul seul
  "$CONVENTIO" calculer "$ICI/remu_num_2023" --exercice 2023 --mesures "$1/in.parquet" --sortie "$2" --chrono
}
for nom in d20k d1m d1m-s1 d1m-s2 d1m-s3; do
  calculer "$LIEU/$nom" "$LIEU/sortie-$nom.parquet" > "$LIEU/chrono.txt" 2>&1
  printf 'controle %s ' "$nom"
  "$PY" "$ICI/verifier_banc.py" "$LIEU/$nom" "$LIEU/sortie-$nom.parquet"
done

# One line per peer and round, in the shape of the bench.
conventio_ligne() { # conventio_ligne DONNEES : --chrono repeats the computation itself and gives the median
  calculer "$1" "$LIEU/sortie.parquet" > "$LIEU/chrono.txt" 2>&1
  controle=$("$PY" "$ICI/verifier_banc.py" "$1" "$LIEU/sortie.parquet") || true
  "$PY" "$ICI/resumer.py" ligne "$LIEU/chrono.txt" "$controle"
}
JOURNAL=$LIEU/journal.log
: > "$JOURNAL"
for tour in $(seq 1 "$TOURS"); do
  for nom in d20k d1m; do
    donnees=$LIEU/$nom
    fois=3
    if [ "$nom" = d20k ]; then fois=5; fi
    {
      "$LIEU/floor" "$donnees" "$fois"
      POLARS_MAX_THREADS=1 "$PY" "$BANC/pol.py" "$donnees" "$fois"
      conventio_ligne "$donnees"
      "$PY" "$BANC/duck.py" "$donnees" "$fois" 1
      "$PY" "$BANC/ofi.py" "$donnees" "$fois" int
    } | tee -a "$JOURNAL"
  done
  if [ -n "${NODE_DIR:-}" ]; then
    (cd "$NODE_DIR" && node "$BANC/pcodes.mjs" "$LIEU/d20k" 1 4000) | tee -a "$JOURNAL"
  fi
  echo "tour $tour sur $TOURS fini" >&2
done
"$PY" "$ICI/resumer.py" tableau "$JOURNAL"
