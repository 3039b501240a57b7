"""cel_rust.py DOSSIER LIGNES: the same rules in CEL (the Rust interpreter, by its Python binding), compiled beforehand.

CEL has neither decimals, nor rounding, nor min, nor max, nor names for intermediate results: each formula is an
expression of its own, evaluated in order by the host, and every number says whether it is an int or a double.
"""

import sys

import cel
from donnees import CODES, dire, lire

FORMULES = {
    "taux_fse": "double(fse) / double(fact)", "taux_rej": "double(rej) / double(fact)",
    "taux_dbl": "double(dbl) / double(fact)",
    "part": "(taux_fse - 0.70) / 0.20",
    "m_fse": "double(int(500.0 * (part < 0.0 ? 0.0 : part > 1.0 ? 1.0 : part) * 100.0 + 0.5)) / 100.0",
    "scor": "0.02 * double(fse < 10000 ? fse : 10000)"
            " + 0.015 * double(fse < 10000 ? 0 : fse < 25000 ? fse - 10000 : 15000)"
            " + 0.01 * double(fse < 25000 ? 0 : fse - 25000)",
    "m_scor": "double(pj_ok) < 0.99 * double(fact) ? 0.0 : scor > 550.0 ? 550.0"
              " : double(int(scor * 100.0 + 0.5)) / 100.0",
    "m_dmp": "bil > 0 && double(dmp) >= 0.90 * double(bil) ? 400.0 : 0.0",
    "m_mss": "double(mss) >= 0.05 * double(deliv) ? 200.0 : 0.0",
    "m_ep": "double(ep) >= 0.35 * double(deliv) ? 250.0 : 0.0",
    "m_vitale": "borne == 1 ? 689.0 + 250.0 * double(lect < 2 ? lect : 2) : 250.0 * double(lect < 4 ? lect : 4)",
    "m_tlc": "(tlc1 == 1 ? 1225.0 : 0.0) + (25 * (tlc / 5) > 750 ? 750.0 : double(25 * (tlc / 5)))",
    "m_zac": "zac == 1 && bil >= 1 ? 500.0 : 0.0",
    "brut": "(coord == 1 ? 820.0 : 0.0) + (lad == 1 ? 200.0 : 0.0) + m_fse + m_scor + m_dmp + m_mss + m_ep"
            " + m_vitale + m_tlc + m_zac",
    "p_fse": "taux_fse >= 0.65 ? 0 : taux_fse >= 0.60 ? 3 : taux_fse >= 0.50 ? 6 : 9",
    "p_rej": "taux_rej <= 0.01 ? 0 : taux_rej <= 0.02 ? 3 : taux_rej <= 0.04 ? 6 : 9",
    "p_dbl": "taux_dbl < 0.0001 ? 0 : taux_dbl <= 0.0006 ? 3 : taux_dbl <= 0.001 ? 6 : 9",
    "score": "fact < 100 ? 0 : p_fse + p_rej + p_dbl",
    "malus": "score > 18 ? 0.30 : score >= 10 ? 0.20 : score >= 3 ? 0.10 : 0.0",
    "net": "coord == 1 && segur == 1 && fraude == 0 ? double(int(brut * (1.0 - malus) * 100.0 + 0.5)) / 100.0 : 0.0",
}


def main():
    colonnes, exact = lire(sys.argv[1], int(sys.argv[2]))
    plan = [(code, cel.compile(texte)) for code, texte in FORMULES.items()]
    personnes = [dict(zip(CODES, map(int, ligne))) for ligne in zip(*(colonnes[code] for code in CODES))]

    def calculer():
        nets = []
        for personne in personnes:
            noms = dict(personne)
            for code, programme in plan:
                noms[code] = programme.execute(noms)
            nets.append(noms["net"])
        return nets

    dire("CEL (Rust)", exact, calculer, len(FORMULES))


main()
