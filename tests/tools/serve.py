"""Serves an archive with Datasette and asks for every table and view as a browser and a program would.

    serve.py ARCHIVE WORD [METADATA NAME]

Prints one JSON object: what was asked for, what failed and why, the rows that a search for WORD finds in
`articles`, and the links with labels that the page of `mentions` shows. With metadata, also how many rows each canned
query has where nothing is filled in, and where NAME is.
"""

import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def main(archive, word, metadata=None, person=None):
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "datasette", "serve", archive, "--host", "127.0.0.1", "--port", str(port)]
        # A machine with much else to do is slower than a reader's.
        + (["--metadata", metadata, "--setting", "sql_time_limit_ms", "30000"] if metadata else []),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def get(path):
        with urllib.request.urlopen(base + path, timeout=30) as answer:
            return answer.read().decode()

    try:
        for _ in range(300):
            try:
                databases = json.loads(get("/-/databases.json"))
                break
            except (urllib.error.URLError, ConnectionError):
                if server.poll() is not None:
                    raise SystemExit(server.stderr.read())
                time.sleep(0.1)
        else:
            raise SystemExit("Datasette does not answer")
        name = urllib.parse.quote(databases[0]["name"])
        database = json.loads(get(f"/{name}.json?_hidden=1"))
        tables = [table["name"] for table in database["tables"] if not table["name"].startswith("sqlite_")]
        views = [view["name"] for view in database["views"]]
        asked, failed = [], {}
        paths = [f"/{name}"]
        for table in tables + views:
            paths += [f"/{name}/{table}?_size=20", f"/{name}/{table}.json?_size=20&_shape=array"]
        # A row of a table shows what refers to it: that is where a foreign key without a column fails.
        paths += [f"/{name}/{table}/1" for table in ("articles", "captures", "runs", "people", "organisations", "places")]
        for path in paths:
            asked.append(path)
            try:
                get(path)
            except urllib.error.HTTPError as error:
                failed[path] = f"{error.code} {re.sub('<[^>]*>', ' ', error.read().decode())[-300:]}"
        queries = {}
        for query in database["queries"]:
            address = f"/{name}/{query['name']}"
            asked.append(address)
            try:
                get(address)
                rows = []
                for given in ({}, {"name": person}, {"name": person, "words": word, "limit": "2", "since": "2024", "until": "2024-12"}):
                    text = urllib.parse.urlencode({key: value for key, value in given.items() if key in query["params"]})
                    rows.append(len(json.loads(get(f"{address}.json?_shape=array&{text}"))))
                queries[query["name"]] = rows
            except urllib.error.HTTPError as error:
                failed[address] = f"{error.code} {re.sub('<[^>]*>', ' ', error.read().decode())[-300:]}"
        hidden = [table["name"] for table in database["tables"] if table["hidden"]]
        found = json.loads(get(f"/{name}/articles.json?_shape=array&_search={urllib.parse.quote(word)}"))
        mentions = get(f"/{name}/mentions?_size=100")
        labels = re.findall(rf'<a href="/{name}/(?:people|organisations|places)/\d+">([^<]+)</a>', mentions)
        print(json.dumps({
            "asked": asked, "failed": failed, "tables": tables, "views": views,
            "queries": queries, "hidden": hidden,
            "found": [row["article_id"] for row in found], "labels": sorted(set(labels)),
        }))
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
