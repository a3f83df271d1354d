#!/usr/bin/env python3
"""How well, and how fast, pages are read, beside trafilatura if it is installed.

    python3 benches/pages.py FOLDER --command 'target/release/cuttings read --format html {}'

FOLDER is a checkout of the article-extraction-benchmark or has its shape: `ground-truth.json`, with
`{"ID": {"articleBody": "..."}}`, and `html/ID.html` or `html/ID.html.gz`. The command is run once over all
pages (`{}` becomes their paths) and prints JSON: a list, or an object a line, each with `body` (or
`articles`, a list of such) and with `input`, `path` or `file`, whose name tells the page. A page without an
answer counts as an empty text. `--every N` takes each Nth page only.

Quality is the benchmark's own measure: shares of shingles of four tokens, counted as often as they stand,
normalised for each page, precision and recall as means over pages, F1 of the two means. Speed is pages by
wall time and by CPU time of the whole process, start-up included.
"""

import argparse
import gzip
import json
import re
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from importlib import util
from pathlib import Path

TOKEN = re.compile(r"\w+")
SHINGLE = 4


def shingles(text):
    tokens = TOKEN.findall(text or "")
    grams = (tuple(tokens[i : i + SHINGLE]) for i in range(max(1, len(tokens) - SHINGLE + 1)))
    return Counter(gram for gram in grams if gram)


def shares(true, predicted):
    """True positives, false positives and false negatives of one page, as shares of the three."""
    true, predicted = shingles(true), shingles(predicted)
    counts = [sum(part.values()) for part in (true & predicted, predicted - true, true - predicted)]
    total = sum(counts)
    return [count / total for count in counts] if total else counts


def score(right, wrong, other):
    """Precision where `wrong` are the false positives, recall where they are the false negatives."""
    if wrong == other == 0:
        return 1.0
    return right / (right + wrong) if right + wrong else 0.0


def quality(truth, answers):
    pages = [shares(truth[page], answers.get(page, "")) for page in truth]
    precision = statistics.mean(score(tp, fp, fn) for tp, fp, fn in pages if tp + fp > 0)
    recall = statistics.mean(score(tp, fn, fp) for tp, fp, fn in pages if tp + fn > 0)
    return precision, recall, 2 * precision * recall / (precision + recall)


def lay_out(corpus, every, folder):
    """Writes the pages as files of their own; gives their truth and their paths."""
    truth = json.loads((corpus / "ground-truth.json").read_text(encoding="utf-8"))
    chosen = sorted(truth)[::every]
    paths = []
    for page in chosen:
        packed = corpus / "html" / f"{page}.html.gz"
        content = gzip.decompress(packed.read_bytes()) if packed.exists() else packed.with_suffix("").read_bytes()
        paths.append(folder / f"{page}.html")
        paths[-1].write_bytes(content)
    return {page: truth[page].get("articleBody", "") for page in chosen}, paths


def values(output):
    """The JSON values of a program's output."""
    decoder, at = json.JSONDecoder(), 0
    while True:
        while at < len(output) and output[at].isspace():
            at += 1
        if at == len(output):
            return
        value, at = decoder.raw_decode(output, at)
        yield from value if isinstance(value, list) else [value]


def bodies(output):
    """The text for each page's name."""
    found = {}
    for value in values(output):
        name = next((value[key] for key in ("input", "path", "file") if value.get(key)), None)
        articles = value.get("articles") or value.get("drafts") or [value]
        if name:
            text = "\n\n".join(article.get("body") or "" for article in articles)
            page = Path(name).name.removesuffix(".html")
            found[page] = "\n\n".join(filter(None, (found.get(page), text)))
    return found


def run(command):
    """A process's output, wall seconds and CPU seconds."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Some pages may be refused, and the status says so; no output at all is a failure.
    if not done.stdout.strip():
        sys.exit(f"{command[0]}: status {done.returncode}, no output")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout.decode("utf-8"), wall, cpu


def trafilatura_process(paths):
    """What the trafilatura process does: a line of JSON for each page."""
    import trafilatura

    for path in paths:
        body = trafilatura.extract(Path(path).read_bytes(), include_comments=False)
        print(json.dumps({"path": path, "body": body or ""}))


def compare(args):
    with tempfile.TemporaryDirectory() as folder:
        truth, paths = lay_out(args.corpus, args.every, Path(folder))
        names = [str(path) for path in paths]
        own = [part for word in shlex.split(args.command) for part in (names if word == "{}" else [word])]
        commands = {"cuttings": own}
        if util.find_spec("trafilatura"):
            commands["trafilatura"] = [sys.executable, str(Path(__file__).resolve()), "--trafilatura", *names]
        else:
            print("trafilatura is not installed: pip install trafilatura", file=sys.stderr)
        measured = {who: [] for who in commands}
        for _ in range(args.rounds):
            for who, command in commands.items():
                measured[who].append(run(command))
    row = "{:<14}{:>7}{:>11}{:>9}{:>9}{:>12}{:>14}".format
    print(row("", "pages", "precision", "recall", "F1", "pages/s", "pages/CPU s"))
    for who, runs in measured.items():
        wall, cpu = (statistics.median(figures) for figures in list(zip(*runs))[1:])
        figures = [f"{figure:.4f}" for figure in quality(truth, bodies(runs[0][0]))]
        print(row(who, len(truth), *figures, f"{len(truth) / wall:.1f}", f"{len(truth) / cpu:.1f}"))


def main():
    if sys.argv[1:2] == ["--trafilatura"]:
        return trafilatura_process(sys.argv[2:])
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", metavar="FOLDER", type=Path)
    parser.add_argument("--command", required=True, help="`{}` stands for the pages' paths")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each Nth page [1]")
    parser.add_argument("--rounds", type=int, default=3, metavar="R", help="[3]")
    args = parser.parse_args()
    if args.every < 1 or args.rounds < 1:
        parser.error("at least one page and one round")
    return compare(args)


if __name__ == "__main__":
    sys.exit(main())
