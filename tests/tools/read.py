"""Reads every table and view of an archive with sqlite-utils, and searches it.

    read.py ARCHIVE WORD

Prints one JSON object: what was read, the full-text index that sqlite-utils finds for `articles`, and the articles
in which it finds WORD.
"""

import json
import sqlite3
import sys

import sqlite_utils


def main(archive, word):
    database = sqlite_utils.Database(sqlite3.connect(f"file:{archive}?mode=ro", uri=True))
    read = []
    for source in database.tables + database.views:
        list(source.rows_where(limit=3))
        read.append(source.name)
    articles = database["articles"]
    found = [row["article_id"] for row in articles.search(word)]
    print(json.dumps({"read": read, "full_text": articles.detect_fts(), "found": found}))


if __name__ == "__main__":
    main(*sys.argv[1:])
