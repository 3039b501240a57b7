"""resumer.py ligne CHRONO CONTROLE: one line of the bench from what `conventio calculer --chrono` printed.
resumer.py tableau JOURNAL: medians over the rounds, and the ratio to OpenFisca inside each round, then its median.

On a shared machine only the ratios mean something: the rounds are interleaved so that a slow minute slows everybody.
"""

import re
import statistics
import sys

LIGNE = re.compile(r"(\S+) n=(\d+) median_s=\S+ ns_per_row=(\S+) wrong=(\d+)")
# `--chrono` says the time of the computation alone, per beneficiary, over a first pass and over the median of several:
# « médiane de 5 passages   87,412 ms, 87,4 ns par bénéficiaire ».
CHRONO = re.compile(r"médiane.*?, ([\d\u00a0\u202f ]*\d(?:,\d+)?)[\u00a0\u202f ]ns[\u00a0\u202f ]par[\u00a0\u202f ]bénéficiaire")


def ligne(chrono: str, controle: str) -> None:
    """Prints our line: the median that was measured, and the rows that the control found wrong."""
    with open(chrono, encoding="utf-8") as fichier:
        texte = fichier.read()
    temps = [float(re.sub("[\u00a0\u202f ]", "", lu).replace(",", ".")) for lu in CHRONO.findall(texte)]
    if not temps:
        sys.exit(f"La médiane de --chrono est introuvable dans :\n{texte}")
    n, faux = (int(re.search(rf"\b{mot}=(\d+)", controle)[1]) for mot in ("n", "wrong"))
    mediane = statistics.median(temps)
    print(f"conventio-1t n={n} median_s={mediane * n / 1e9:.5f} ns_per_row={mediane:.1f} wrong={faux}")


def tableau(journal: str) -> None:
    """Prints the summary of a whole log."""
    tours, courant = [], {}
    for texte in open(journal, encoding="utf-8"):
        trouve = LIGNE.match(texte)
        if not trouve:
            continue
        cle = (trouve[1], int(trouve[2]))
        if cle in courant:
            tours.append(courant)
            courant = {}
        courant[cle] = (float(trouve[3]), int(trouve[4]))
    tours.append(courant)
    cles = sorted({cle for tour in tours for cle in tour}, key=lambda cle: (cle[1], cle[0]))
    print(f"\n{'pair':16} {'lignes':>9} {'ns/ligne':>10} {'mini':>9} {'× openfisca':>12} {'× floor':>9} {'faux':>6}   tours={len(tours)}")
    for cle in cles:
        temps = [tour[cle][0] for tour in tours if cle in tour]
        rapports = []
        for pair in ("openfisca-int", "rust-floor-1t"):
            quotients = [tour[cle][0] / tour[pair, cle[1]][0] for tour in tours if cle in tour and (pair, cle[1]) in tour]
            rapports.append(f"{statistics.median(quotients):.2f}" if quotients else "—")
        faux = max(tour[cle][1] for tour in tours if cle in tour)
        print(
            f"{cle[0]:16} {cle[1]:9} {statistics.median(temps):10.1f} {min(temps):9.1f}"
            f" {rapports[0]:>12} {rapports[1]:>9} {faux:6}"
        )


if __name__ == "__main__":
    {"ligne": ligne, "tableau": tableau}[sys.argv[1]](*sys.argv[2:])
