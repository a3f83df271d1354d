"""Attaches an archive in DuckDB and reads every table, and every view that is one SELECT, by its name.

    attach.py ARCHIVE

Prints one JSON object: what was read, and what failed and why.
"""

import json
import sqlite3
import sys

import duckdb
from duckdb_extensions import import_extension


def main(archive):
    names = [name for (name,) in sqlite3.connect(f"file:{archive}?mode=ro", uri=True).execute(
        """SELECT name FROM sqlite_master
           WHERE (type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'articles_fts*')
              OR (type = 'view' AND sql NOT LIKE '%UNION ALL%')""")]
    import_extension("sqlite_scanner")
    connection = duckdb.connect()
    connection.execute("LOAD sqlite_scanner")
    connection.execute(f"ATTACH '{archive}' AS archive (TYPE sqlite, READ_ONLY)")
    read, failed = [], {}
    for name in names:
        try:
            connection.execute(f'FROM archive."{name}" LIMIT 3').fetchall()
            read.append(name)
        except duckdb.Error as error:
            failed[name] = str(error)
    print(json.dumps({"read": read, "failed": failed}))


if __name__ == "__main__":
    main(*sys.argv[1:])
