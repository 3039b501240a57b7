"""zen_courant.py DOSSIER LIGNES: the same rules in GoRules zen (Rust, decimal numbers), in euros, as one writes them."""

import sys

import zen
from donnees import CODES, dire, lire

FORMULES = {
    "taux_fse": "fse / fact", "taux_rej": "rej / fact", "taux_dbl": "dbl / fact",
    "m_fse": "round(500 * max([0, min([($.taux_fse - 0.70) / 0.20, 1])]), 2)",
    "m_scor": "pj_ok >= 0.99 * fact ? min([round(0.02 * min([fse, 10000]) + 0.015 * max([0, min([fse - 10000, 15000])])"
              " + 0.01 * max([0, fse - 25000]), 2), 550]) : 0",
    "m_dmp": "bil > 0 and dmp >= 0.90 * bil ? 400 : 0",
    "m_mss": "mss >= 0.05 * deliv ? 200 : 0",
    "m_ep": "ep >= 0.35 * deliv ? 250 : 0",
    "m_vitale": "borne == 1 ? 689 + 250 * min([lect, 2]) : 250 * min([lect, 4])",
    "m_tlc": "1225 * tlc1 + min([25 * floor(tlc / 5), 750])",
    "m_zac": "zac == 1 and bil >= 1 ? 500 : 0",
    "brut": "820 * coord + 200 * lad + $.m_fse + $.m_scor + $.m_dmp + $.m_mss + $.m_ep + $.m_vitale + $.m_tlc + $.m_zac",
    "p_fse": "$.taux_fse >= 0.65 ? 0 : ($.taux_fse >= 0.60 ? 3 : ($.taux_fse >= 0.50 ? 6 : 9))",
    "p_rej": "$.taux_rej <= 0.01 ? 0 : ($.taux_rej <= 0.02 ? 3 : ($.taux_rej <= 0.04 ? 6 : 9))",
    "p_dbl": "$.taux_dbl < 0.0001 ? 0 : ($.taux_dbl <= 0.0006 ? 3 : ($.taux_dbl <= 0.001 ? 6 : 9))",
    "score": "fact < 100 ? 0 : $.p_fse + $.p_rej + $.p_dbl",
    "malus": "$.score > 18 ? 0.30 : ($.score >= 10 ? 0.20 : ($.score >= 3 ? 0.10 : 0))",
    "net": "coord == 1 and segur == 1 and fraude == 0 ? round($.brut * (1 - $.malus), 2) : 0",
}


def graphe():
    place = {"x": 0, "y": 0}
    expressions = [{"id": code, "key": code, "value": texte} for code, texte in FORMULES.items()]
    return {
        "nodes": [{"id": "e", "type": "inputNode", "name": "entree", "position": place},
                  {"id": "f", "type": "expressionNode", "name": "formules", "position": place,
                   "content": {"expressions": expressions}},
                  {"id": "s", "type": "outputNode", "name": "sortie", "position": place}],
        "edges": [{"id": "1", "sourceId": "e", "targetId": "f", "type": "edge"},
                  {"id": "2", "sourceId": "f", "targetId": "s", "type": "edge"}],
    }


def main():
    colonnes, exact = lire(sys.argv[1], int(sys.argv[2]))
    decision = zen.ZenEngine({"loader": {"type": "static", "content": {"r": graphe()}}}).get_decision("r")
    personnes = [dict(zip(CODES, map(int, ligne))) for ligne in zip(*(colonnes[code] for code in CODES))]

    def calculer():
        return [decision.evaluate(personne)["result"]["net"] for personne in personnes]

    dire("zen (Rust, décimaux)", exact, calculer, len(FORMULES))


main()
