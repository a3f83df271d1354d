"""Asks an archive questions in the stock shell, in pandas and in DuckDB.

    questions.py ARCHIVE MILLISECONDS < QUESTIONS

QUESTIONS is a JSON list of SQL statements. Prints a JSON object: for each tool a list with one
`{"rows": [[...]], "ms": ...}` for each question, the least time of the processor in several rounds: what else the
machine does beside is not counted. One that took longer than MILLISECONDS is asked again, up to MOST_ROUNDS times.
The shell's time is the one that it takes itself with `.timer`, without its start.
"""

import json
import re
import sqlite3
import subprocess
import sys
import time

import duckdb
import pandas
from duckdb_extensions import import_extension


ROUNDS = 3
MOST_ROUNDS = 20


def timed(limit, ask):
    """What `ask` gives, and the least of its times. It returns rows and milliseconds."""
    best = None
    for asked in range(MOST_ROUNDS):
        if asked >= ROUNDS and best < limit:
            break
        rows, took = ask()
        best = took if best is None else min(best, took)
    return {"rows": rows, "ms": best}


def on_the_clock(ask):
    start = time.process_time()
    rows = ask()
    return rows, 1000 * (time.process_time() - start)


def plain(value):
    """A cell as JSON has it: a whole number is the same number in every tool, and nothing is None."""
    if value is None or value != value or value is pandas.NaT:
        return None
    if isinstance(value, float) and value == int(value):
        return int(value)
    return value.item() if hasattr(value, "item") else value


def in_the_shell(archive, questions, limit):
    def ask(sql):
        ran = subprocess.run(
            ["sqlite3", "-readonly", "-safe", "-init", "/dev/null", "-json", archive],
            input=f".timer on\n{sql}\n", capture_output=True, text=True, check=True)
        answer, _, times = ran.stdout.partition("Run Time: ")
        found = re.match(r"real [0-9.]+ user ([0-9.]+) sys ([0-9.]+)", times)
        if not found or ran.stderr:
            raise SystemExit(f"the shell did not answer: {ran.stderr}\n{sql}")
        rows = [[plain(value) for value in row.values()] for row in json.loads(answer or "[]")]
        return rows, 1000 * (float(found[1]) + float(found[2]))

    return [timed(limit, lambda sql=sql: ask(sql)) for sql in questions]


def in_pandas(archive, questions, limit):
    connection = sqlite3.connect(f"file:{archive}?mode=ro", uri=True)

    def ask(sql):
        frame = pandas.read_sql_query(sql, connection)
        return [[plain(value) for value in row] for row in frame.astype(object).itertuples(index=False)]

    return [timed(limit, lambda sql=sql: on_the_clock(lambda: ask(sql))) for sql in questions]


def in_duckdb(archive, questions, limit):
    import_extension("sqlite_scanner")
    connection = duckdb.connect()
    connection.execute("LOAD sqlite_scanner")
    connection.execute(f"ATTACH '{archive}' AS archive (TYPE sqlite, READ_ONLY)")

    def ask(sql):
        rows = connection.execute("FROM sqlite_query('archive', ?)", [sql.strip().rstrip(";")]).fetchall()
        return [[plain(value) for value in row] for row in rows]

    return [timed(limit, lambda sql=sql: on_the_clock(lambda: ask(sql))) for sql in questions]


def main(archive, limit):
    questions = json.load(sys.stdin)
    print(json.dumps({
        tool.__name__.removeprefix("in_"): tool(archive, questions, float(limit))
        for tool in (in_the_shell, in_pandas, in_duckdb)
    }))


if __name__ == "__main__":
    main(*sys.argv[1:])
