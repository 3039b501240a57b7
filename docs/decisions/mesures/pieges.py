"""pieges.py: eight small questions that a rules language is asked sooner or later, and what each engine answers."""

import cel
import datafusion
import duckdb
import zen

QUESTIONS = {
    "un demi": {"sql": "1 / 2", "cel": "1 / 2", "zen": "1 / 2"},
    "un dixième + deux dixièmes = trois dixièmes": {"sql": "0.1 + 0.2 = 0.3", "cel": "0.1 + 0.2 == 0.3", "zen": "0.1 + 0.2 == 0.3"},
    "1 024,85 € moins 10 %, au centime (922,37 €)": {
        "sql": "round(montant * (1 - 0.1), 2)",
        "cel": "double(int(montant * (1.0 - 0.1) * 100.0 + 0.5)) / 100.0", "zen": "round(montant * (1 - 0.1), 2)"},
    "une indemnité de -0,125 €, au centime": {"sql": "round(-0.125, 2)", "cel": "double(int(-0.125 * 100.0 + 0.5)) / 100.0", "zen": "round(-0.125, 2)"},
    "si on ne sait pas, alors 1 sinon 2": {"sql": "CASE WHEN absent THEN 1 ELSE 2 END", "cel": "absent ? 1 : 2", "zen": "absent ? 1 : 2"},
    "1 + on ne sait pas": {"sql": "1 + absent_n", "cel": "1 + absent", "zen": "1 + absent"},
    "un nom mal écrit": {"sql": "montnat + 1", "cel": "montnat + 1.0", "zen": "montnat + 1"},
    "le plus grand entier + 1": {"sql": "grand + 1", "cel": "grand + 1", "zen": "grand + 1"},
}
VALEURS = {"montant": 1024.85, "absent": None, "grand": 9223372036854775807}
TABLE = ("SELECT {montant} AS montant, CAST(NULL AS BOOLEAN) AS absent, CAST(NULL AS BIGINT) AS absent_n, "
         "CAST(9223372036854775807 AS BIGINT) AS grand")


def dans_duckdb(question):
    connexion = duckdb.connect()
    connexion.execute("CREATE TABLE t AS " + TABLE.format(montant="1024.85"))
    return connexion.sql(f"SELECT {question['sql']} FROM t").fetchall()[0][0]


def dans_datafusion(question):
    contexte = datafusion.SessionContext()
    contexte.sql("CREATE TABLE t AS " + TABLE.format(montant="1024.85")).collect()
    return list(contexte.sql(f"SELECT {question['sql']} AS r FROM t").to_pydict().values())[0][0]


def dans_cel(question):
    return cel.evaluate(question["cel"], VALEURS)


def dans_zen(question):
    return zen.evaluate_expression(question["zen"], VALEURS)


def main():
    for nom, question in QUESTIONS.items():
        print(nom)
        for moteur, demander in {"DuckDB": dans_duckdb, "DataFusion": dans_datafusion, "CEL": dans_cel, "zen": dans_zen}.items():
            try:
                reponse = repr(demander(question))
            except BaseException as refus:  # some bindings panic: that too is an answer
                reponse = "refus : " + str(refus).strip().splitlines()[0][:90]
            print(f"    {moteur:<11} {reponse}")


main()
