#!/usr/bin/env bash
# Fills fuzz/corpus/* with what people wrote: the formulas and rule folders of the project.
# The corpus grows as the fuzzer runs and is not committed; running this again only adds what is missing.
set -euo pipefail
cd "$(dirname "$0")"
# The length that the fuzzer is given for rule folders: longer ones would only slow it down.
LONGUEUR=10000
mkdir -p corpus/analyse corpus/compilation corpus/chargeur

# Keeps the text on standard input under a name made from it.
garder() {
    local texte
    texte=$(mktemp)
    cat > "$texte"
    mv "$texte" "corpus/$1/$(sha1sum "$texte" | cut -c1-16)"
}

# Formulas between quotes in the rules, then the examples of the language page.
{
    grep -rhoE '\b(formule|valeur|objectif|atteint|montant|malus|sans_objet_si|si|numerateur|denominateur|somme|compte|moyenne_simple|cle|enveloppe|plancher|eligible|brut) = "([^"\\]|\\.)+"' \
        ../conventions ../bancs ../docs --include=regles.toml | sed -E 's/^[a-z_]+ = "//; s/"$//; s/\\"/"/g'
    grep -ohE '`[^`]+`' ../docs/langage.md | tr -d '`'
    cat graines/compilation.txt
} | sort -u | while IFS= read -r formule; do
    printf '%s' "$formule" | garder analyse
done

# One formula, then three at once; the bytes after the zero choose ranges and figures.
for graine in 1 2 3; do
    while IFS= read -r formule; do
        { printf '%s\0' "$formule"; printf '%s' "$graine $formule" | sha512sum; } | garder compilation
    done < graines/compilation.txt
    shuf --random-source=<(yes "$graine") graines/compilation.txt | paste -d '\n' - - - | split -l 3 --filter="
        { cat; printf '\\0'; echo $graine | sha512sum; } > corpus/compilation/trois-$graine-\$FILE" -
done
# The byte 1, then bytes from which well-typed formulas are written.
for graine in $(seq 1 300); do
    hexa=$(for suite in 1 2 3 4 5; do echo "$graine $suite" | sha512sum | cut -c1-128; done | tr -d '\n')
    printf '\x01'"$(printf '%s' "$hexa" | sed 's/../\\x&/g')" | garder compilation
done

# Short dispositifs made for this, then each short rule folder, alone and with each of its files of cases.
for graine in graines/chargeur/*.txt; do
    garder chargeur < "$graine"
done
for regles in ../conventions/*/*/regles.toml ../docs/exemples/*/regles.toml ../crates/convention/tests/brouillons/*/regles.toml; do
    [ "$(wc -c < "$regles")" -lt "$LONGUEUR" ] || continue
    garder chargeur < "$regles"
    for cas in "$(dirname "$regles")"/cas/*.toml; do
        [ "$(cat "$regles" "$cas" | wc -c)" -lt "$LONGUEUR" ] || continue
        { cat "$regles"; printf '\n####\n'; cat "$cas"; } | garder chargeur
    done
done
for cible in analyse compilation chargeur; do
    echo "$cible : $(find "corpus/$cible" -type f | wc -l) graines"
done
