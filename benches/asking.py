#!/usr/bin/env python3
"""How long each page of `cuttings serve` and each tool of `cuttings mcp` takes, and in how much memory.

    python3 benches/asking.py --cuttings target/release/cuttings --archive ARCHIVE [--name NAME] [--rounds R]
        [--ingest FOLDER]

One process of each is started and asked everything R times, one request after the other, as one person or one assistant
asks. The start is until the first page, or the list of tools, is there. With --ingest the folder is taken in meanwhile, and
whether that went well is said. Figures are medians, with the least and the most, in milliseconds; memory is the most that
was resident.
"""

import argparse
import http.client
import json
import statistics
import subprocess
import time
from urllib.parse import quote, urlsplit

META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}


def most_memory(process):
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


class Assistant:
    """`cuttings mcp`, which is asked."""

    def __init__(self, program, archive):
        command = [program, "mcp", "--archive", archive]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.ask("tools/list")

    def ask(self, method, **params):
        request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": META}}
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        return json.loads(line)["result"], len(line)

    def call(self, tool, arguments):
        """How many bytes came back, and why it failed if it did."""
        result, size = self.ask("tools/call", name=tool, arguments=arguments)
        return size, result["structuredContent"]["error"] if result["isError"] else None

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Page:
    """`cuttings serve`, whose pages are loaded."""

    def __init__(self, program, archive):
        command = [program, "serve", "--archive", archive]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.address = urlsplit(self.process.stdout.readline().strip())
        self.connection = http.client.HTTPConnection(self.address.netloc)

    def call(self, _, path):
        self.connection.request("GET", self.address.path + path)
        answer = self.connection.getresponse()
        text = answer.read()
        return len(text), None if answer.status == 200 else f"{answer.status} at {path}"

    def end(self):
        self.process.terminate()
        self.process.wait()


def tools(name):
    sentence = {"text": "“These words were never said by anybody in here”", "source": "1", "speaker": name}
    return [
        ("search", {"words": "treaty minister"}),
        ("search", {"words": "pacific", "people": [name], "order": "newest"}),
        ("article", {"article": "1"}),
        ("person", {"name": name}),
        ("quotes", {"name": name}),
        ("co_mentions", {"name": name}),
        ("timeline", {"name": name}),
        ("report", {"name": "people"}),
        ("schema", {}),
        ("sql", {"sql": "SELECT article_id, headline FROM articles ORDER BY article_id DESC"}),
        ("check_quotes", {"sentences": [sentence] * 10}),
    ]


def pages(name):
    name = quote(name)
    return [
        ("start", ""),
        ("search", "search?q=treaty+minister"),
        ("search, newest", f"search?q=pacific&person={name}&order=newest"),
        ("article", "article/1"),
        ("person", f"person?name={name}"),
        ("dossier", f"dossier?kind=person&name={name}"),
        ("quotations", f"quotations?name={name}"),
        ("publishers", "publishers"),
        ("reports", "reports"),
        ("report people", "report/people?limit=100"),
        ("report timeline", f"report/timeline?name={name}&per=month"),
        ("to decide", "decide"),
        ("watching", "watching"),
    ]


def measure(what, start, calls, asked):
    """Prints a table of the calls; the process ends."""
    began = time.perf_counter()
    server = start(asked.cuttings, asked.archive)
    if isinstance(server, Page):
        server.call("", "reports")
    print(f"{what}: start {(time.perf_counter() - began) * 1000:.0f} ms")
    times, sizes, failed = {}, {}, set()
    for _ in range(asked.rounds):
        for number, (name, arguments) in enumerate(calls):
            began = time.perf_counter()
            size, failure = server.call(name, arguments)
            times.setdefault((number, name), []).append((time.perf_counter() - began) * 1000)
            sizes[(number, name)] = size
            if failure:
                failed.add(f"{name}: {failure}")
    print(f"{what:<16}{'median':>8}{'least':>8}{'most':>8}{'bytes':>9}")
    for key, taken in times.items():
        figures = f"{statistics.median(taken):>8.0f}{min(taken):>8.0f}{max(taken):>8.0f}"
        print(f"{key[1]:<16}{figures}{sizes[key]:>9}")
    print(f"most memory {most_memory(server.process):.0f} MB")
    for failure in sorted(failed):
        print("failed", failure)
    server.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuttings", required=True)
    parser.add_argument("--archive", required=True)
    parser.add_argument("--name", help="who is asked about; by default who is named most")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--ingest", help="a folder that is taken in meanwhile")
    asked = parser.parse_args()

    command = [asked.cuttings, "query", "people", "limit=1", "--format", "json", "--archive", asked.archive]
    most = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    name = asked.name or most[0]["name"]
    beside = None
    if asked.ingest:
        command = [asked.cuttings, "ingest", "--quiet", "--archive", asked.archive, asked.ingest]
        beside = subprocess.Popen(command)
    measure("serve", Page, pages(name), asked)
    measure("mcp", Assistant, tools(name), asked)
    if beside:
        is_running = beside.poll() is None
        print(f"ingest ended with {beside.wait()}, {'after' if is_running else 'before'} the last answer")


if __name__ == "__main__":
    main()
