"""Asks DuckDB what reports ask, over the tables that `cuttings export parquet` wrote.

    reports.py FOLDER < statements

Each line of standard input is a JSON text, the SQL of a report in DuckDB's dialect; each line of standard output a list of
rows, each an object by the names of its columns, or an object with the `error`. Runs in FOLDER.
"""

import datetime
import decimal
import json
import os
import sys

import duckdb


def plain(value):
    """As `cuttings query --json` has it."""
    if isinstance(value, decimal.Decimal):
        return float(value) if value % 1 else int(value)
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    return value


os.chdir(sys.argv[1])
for line in sys.stdin:
    connection = duckdb.connect()
    try:
        answer = connection.execute(json.loads(line))
        names = [column[0] for column in answer.description]
        rows = [dict(zip(names, map(plain, row), strict=True)) for row in answer.fetchall()]
        print(json.dumps(rows, ensure_ascii=False))
    except duckdb.Error as error:
        print(json.dumps({"error": str(error)}))
