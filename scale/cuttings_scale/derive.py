"""A table of records in, a table of derived captures out, by `mapInArrow`, on Spark, Spark Connect and Sail alike.

What must stay true: each record of the table is in the result at least once, under its `id`; what a capture gives is one
cell, so that it is there whole or not at all.
"""

import base64
import json

import pyarrow

# Columns of a record that `cuttings derive` knows, beside `id`. `text` alone is read as a line of JSON Lines is; with
# `format`, or as `bytes`, as a file.
KNOWN = ("bytes", "text", "name", "format", "publisher", "published", "date", "url", "language", "title", "headline", "byline")

SCHEMA = "id string, uri string, articles bigint, problems bigint, derived string"
ARROW = pyarrow.schema([
    ("id", pyarrow.string()), ("uri", pyarrow.string()), ("articles", pyarrow.int64()), ("problems", pyarrow.int64()),
    ("derived", pyarrow.string()),
])

# Records are given to the program by so many: what a bad one costs the others, and what a worker holds.
MOST_RECORDS = 256


def derive(table, program):
    """What `program` derives of `table`, a DataFrame with `id` and columns of KNOWN; others are passed over.

    The result has one row a capture: the record's `id`, where the capture stands in it, how many articles and problems it
    gave, and in `derived` the line of `cuttings derive` as JSON. Nothing is derived before somebody asks for rows; a failure
    of the program on a worker fails the job.
    """
    if "id" not in table.columns or not {"bytes", "text"} & set(table.columns):
        raise ValueError(f"the table needs `id`, and `text` or `bytes`; it has {', '.join(table.columns)}")
    columns = ["id", *(name for name in KNOWN if name in table.columns)]
    return table.select(*columns).mapInArrow(lambda batches: derive_batches(batches, program), SCHEMA)


def derive_batches(batches, program):
    """The same of record batches: what runs on a worker."""
    for batch in batches:
        rows = batch.to_pylist()
        for start in range(0, len(rows), MOST_RECORDS):
            some = rows[start:start + MOST_RECORDS]
            answers = program.answers([_record(row) for row in some])
            yield pyarrow.RecordBatch.from_pylist([_row(some[place]["id"], line) for place, line in answers], schema=ARROW)


def _record(row):
    """A row as a line that `cuttings derive` takes."""
    record = {name: value for name, value in row.items() if name != "id" and value is not None}
    if isinstance(record.get("bytes"), (bytes, bytearray)):
        record["bytes"] = base64.b64encode(record["bytes"]).decode()
    # Dates of a table are no texts.
    return {name: value if isinstance(value, str) else str(value) for name, value in record.items()}


def _row(identity, line):
    answer = json.loads(line)
    return {
        "id": None if identity is None else str(identity),
        "uri": answer.get("uri"),
        "articles": len(answer.get("articles", ())),
        "problems": len(answer.get("problems", ())),
        "derived": line,
    }
