#!/usr/bin/env python3
"""How long each tool of `cuttings mcp` takes, and in how much memory, with an import beside it if there is one.

    python3 benches/assistants.py --cuttings target/release/cuttings --archive ARCHIVE [--name NAME] [--rounds R]
        [--ingest FOLDER]

One process is started and asked every tool R times, one request after the other, as an assistant's program does. The start
is until the list of tools is there. With --ingest the folder is taken in meanwhile, and whether that went well is said.
Figures are medians, with the least and the most, in milliseconds; memory is the most that was resident.
"""

import argparse
import json
import statistics
import subprocess
import time

META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}


class Server:
    """A process that is asked."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, method, **params):
        request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": META}}
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        return json.loads(line)["result"], len(line)

    def most_memory(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def calls(name):
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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuttings", required=True)
    parser.add_argument("--archive", required=True)
    parser.add_argument("--name", help="who is asked about; by default who is named most")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--ingest", help="a folder that is taken in meanwhile")
    asked = parser.parse_args()

    began = time.perf_counter()
    server = Server([asked.cuttings, "mcp", "--archive", asked.archive])
    server.ask("tools/list")
    print(f"start {(time.perf_counter() - began) * 1000:.0f} ms")
    people, _ = server.ask("tools/call", name="report", arguments={"name": "people", "parameters": {"limit": 1}})
    name = asked.name or people["structuredContent"]["from_archive"]["rows"][0]["name"]
    beside = None
    if asked.ingest:
        command = [asked.cuttings, "ingest", "--quiet", "--archive", asked.archive, asked.ingest]
        beside = subprocess.Popen(command)
    times, sizes, failed = {}, {}, set()
    for _ in range(asked.rounds):
        for number, (tool, arguments) in enumerate(calls(name)):
            began = time.perf_counter()
            result, size = server.ask("tools/call", name=tool, arguments=arguments)
            times.setdefault((number, tool), []).append((time.perf_counter() - began) * 1000)
            sizes[(number, tool)] = size
            if result["isError"]:
                failed.add(f"{tool}: {result['structuredContent']['error']}")
    print(f"{'tool':<14}{'median':>8}{'least':>8}{'most':>8}{'bytes':>9}")
    for key, taken in times.items():
        figures = f"{statistics.median(taken):>8.0f}{min(taken):>8.0f}{max(taken):>8.0f}"
        print(f"{key[1]:<14}{figures}{sizes[key]:>9}")
    print(f"most memory {server.most_memory():.0f} MB")
    if beside:
        is_running = beside.poll() is None
        print(f"ingest ended with {beside.wait()}, {'after' if is_running else 'before'} the last answer")
    for failure in sorted(failed):
        print("failed", failure)
    server.process.stdin.close()
    server.process.wait()


if __name__ == "__main__":
    main()
