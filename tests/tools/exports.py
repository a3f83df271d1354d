"""Opens what `cuttings export` wrote with the tools that it is for, and says what they see.

    exports.py FOLDER

Of the files in FOLDER that are there: all.gexf, all.graphml, all.ftm.json, all.csl.json, all.ris, all.bib, all.warc.gz,
all.jsonld, parquet/, csv/, brat/. Prints one JSON object, a key for each. A tool that finds fault is a failure of the script.
"""

import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import warnings

warnings.filterwarnings("ignore")
FOLDER = pathlib.Path(sys.argv[1])
BIN = pathlib.Path(sys.executable).parent


def network(file):
    import networkx
    graph = networkx.read_gexf(file) if file.suffix == ".gexf" else networkx.read_graphml(file)
    return {
        "nodes": sorted((str(data["label"]), str(data["kind"]), int(data["articles"]), int(data["mentions"]))
                        for _, data in graph.nodes(data=True)),
        "edges": sorted((*sorted((str(graph.nodes[one]["label"]), str(graph.nodes[other]["label"]))), float(data["weight"]))
                        for one, other, data in graph.edges(data=True)),
        "directed": graph.is_directed(),
    }


def followthemoney(file):
    ran = subprocess.run([BIN / "ftm", "validate", "-i", file], capture_output=True, text=True)
    if ran.returncode != 0:
        raise SystemExit(ran.stdout + ran.stderr)
    given = [json.loads(line) for line in file.read_text().splitlines()]
    kept = [json.loads(line) for line in ran.stdout.splitlines()]
    # What the model does not take it drops without a word.
    dropped = {}
    for one, other in zip(given, kept, strict=True):
        assert one["id"] == other["id"], (one["id"], other["id"])
        for name, values in one["properties"].items():
            if sorted(set(values)) != sorted(set(other["properties"].get(name, []))):
                dropped.setdefault(f"{one['schema']}.{name}", [values, other["properties"].get(name)])
    from followthemoney import model
    for one in given:
        for value in one["properties"].items():
            assert value[0] in model.get(one["schema"]).properties, (one["schema"], value)
    ids = {one["id"] for one in given}
    refers = [value for one in given for name in ("document", "entity", "resolved") for value in one["properties"].get(name, [])]
    assert len(ids) == len(given) and all(value in ids for value in refers), "ids are not whole"
    schemas = [one["schema"] for one in kept]
    return {"schemas": {name: schemas.count(name) for name in sorted(set(schemas))}, "dropped": dropped,
            "names": sorted(name for one in kept for name in one["properties"].get("name", []) if one["schema"] == "Person")}


# The constraints of csl-data.json (draft-07) as far as they touch what is written; the schema is in no package.
DATE = {"type": "object", "additionalProperties": False, "properties": {
    "date-parts": {"type": "array", "minItems": 1, "maxItems": 2, "items": {
        "type": "array", "minItems": 1, "maxItems": 3, "items": {"type": ["string", "number"]}}},
    "literal": {"type": "string"}}}
CSL = {"type": "array", "items": {"type": "object", "required": ["type", "id"], "additionalProperties": False, "properties": {
    "type": {"enum": ["article-newspaper"]}, "id": {"type": ["string", "number"]},
    "author": {"type": "array", "items": {"type": "object", "additionalProperties": False, "properties": {
        "family": {"type": "string"}, "given": {"type": "string"}, "non-dropping-particle": {"type": "string"},
        "literal": {"type": "string"}}}},
    "issued": DATE, "accessed": DATE,
    **{name: {"type": "string"} for name in ("title", "container-title", "section", "URL", "language", "abstract", "keyword",
                                              "archive", "archive_location")}}}}


def csl(file):
    import jsonschema
    items = json.loads(file.read_text())
    jsonschema.validate(items, CSL)
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON
    source = CiteProcJSON(items)
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"].lower())]))
    return {"items": items, "printed": [str(line) for line in bibliography.bibliography()]}


def ris(file):
    import rispy
    text = file.read_bytes().decode()
    assert all(line == "" or re.fullmatch("[A-Z][A-Z0-9]  - .*", line) for line in text.split("\r\n")), "a line is none of RIS"
    return rispy.loads(text)


def bibtex(file):
    import bibtexparser
    library = bibtexparser.parse_string(file.read_text())
    assert not library.failed_blocks, [str(block.error) for block in library.failed_blocks]
    return [{"key": entry.key, **{field.key: str(field.value) for field in entry.fields}} for entry in library.entries]


def warc(file):
    ran = subprocess.run([BIN / "warcio", "check", "-v", file], capture_output=True, text=True)
    if ran.returncode != 0:
        raise SystemExit(ran.stdout + ran.stderr)
    assert "digest pass" in ran.stdout, ran.stdout[:2000]
    from warcio.archiveiterator import ArchiveIterator
    with open(file, "rb") as stream:
        return [[record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.rec_headers.get_header("Content-Type")]
                for record in ArchiveIterator(stream)]


def parquet(folder):
    import duckdb
    import pandas
    import pyarrow.parquet
    seen = {}
    for file in sorted(folder.glob("*.parquet")):
        name = file.stem
        columns = duckdb.sql(f"DESCRIBE SELECT * FROM '{file}'").fetchall()
        rows, = duckdb.sql(f"SELECT count(*) FROM '{file}'").fetchone()
        frame = pandas.read_parquet(file)
        assert list(frame.columns) == [column[0] for column in columns] and len(frame) == rows, name
        for column, kind, *_ in columns:
            duck = [None if value is None else str(value) for value, in duckdb.sql(f'SELECT "{column}"::VARCHAR FROM \'{file}\'').fetchall()]
            mine = [None if pandas.isna(value) else str(value) for value in frame[column]]
            missing = [one is None for one in duck] == [one is None for one in mine]
            assert missing and (kind != "VARCHAR" or duck == mine), (name, column)
        metadata = {key.decode(): value.decode() for key, value in (pyarrow.parquet.read_schema(file).metadata or {}).items()}
        texts = {column: [value for value, in duckdb.sql(f'SELECT "{column}" FROM \'{file}\'').fetchall()]
                 for column, kind, *_ in columns if column in ("name", "headline", "body", "surface_form")}
        seen[name] = {"rows": rows, "types": {column[0]: column[1] for column in columns}, "texts": texts,
                      "schema_version": metadata.get("cuttings.schema_version")}
    return seen


def tables(folder):
    csv.field_size_limit(1 << 30)
    return {file.stem: list(csv.DictReader(io.StringIO(whole(file), newline=""))) for file in sorted(folder.glob("*.csv"))}


def annotations(file):
    collection = json.loads(file.read_text())
    assert collection["total"] == len(collection["first"]["items"])
    return collection["first"]["items"]


def whole(file):
    with open(file, encoding="utf-8", newline="") as text:
        return text.read()


def brat(folder):
    """As brat's own parser holds it: the words are those at the offsets, and what is named is there."""
    allowed = {line for line in (folder / "annotation.conf").read_text().splitlines() if re.fullmatch("[A-Z][a-z]+", line)}
    seen = []
    for file in sorted(folder.glob("*.ann")):
        text = whole(file.with_suffix(".txt"))
        ids, kinds = set(), []
        lines = whole(file).split("\n")
        assert lines.pop() == ""
        for line in lines:
            number, what, *words = line.split("\t")
            if number.startswith("T"):
                kind, offsets = what.split(" ", 1)
                pieces = [tuple(map(int, piece.split(" "))) for piece in offsets.split(";")]
                assert kind in allowed and " ".join(text[start:end] for start, end in pieces) == words[0], (file.name, line)
                ids.add(number)
                kinds.append(kind)
        for line in lines:
            number, what, *words = line.split("\t")
            for reference in re.findall(r"\bT\d+\b", what):
                assert number.startswith("T") or reference in ids, (file.name, line)
            assert re.fullmatch(r"T\d+|R\d+|N\d+|\*", number), (file.name, line)
        seen.append({"text": text, "kinds": kinds, "lines": lines})
    return seen


READERS = {
    "all.gexf": network, "all.graphml": network, "all.ftm.json": followthemoney, "all.csl.json": csl, "all.ris": ris,
    "all.bib": bibtex, "all.warc.gz": warc, "all.jsonld": annotations, "parquet": parquet, "csv": tables, "brat": brat,
}
json.dump({name: read(FOLDER / name) for name, read in READERS.items() if (FOLDER / name).exists()}, sys.stdout)
