#!/usr/bin/env python3
"""Mutation testing of `src/db` and `src/ops`: do the tests notice when the code does something else?

All mutants are compiled into one program, each behind a number in the variable MUTANT, because a build for
each would take a minute and there are hundreds. Two kinds: a condition is negated (`if`, `while`, guards of
`match`), and a function returns at once what costs nothing (`Ok(())`, `true`, `None`, an empty list). A
mutant is caught when a test fails or does not end in time.

    tests/mutants.py [--sample 150] [--seed 1] [--slow] [--keep FOLDER]

Prints each mutant that no test caught, with file and line, and the share that was caught.
"""

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ["src/db", "src/ops"]
# Parts of the test binary, the quickest and the likeliest to notice first. A mutant that neither a quick one nor its
# own notices counts as survived, unless the slow ones are asked as well (`--slow`).
QUICK = [
    "archive::", "order::", "ends::", "decisions::", "verify::", "reasons::", "query::", "bad_input::",
    "schema::",
]
SLOW = [
    "restore::", "forget::", "backup::", "company::", "stories::", "packed::", "hostile_sql::", "damage::",
    "changed_cells::", "crash::", "hurt::", "power::",
]
# Which part is likeliest to notice a change in a file that has another name.
OWN = {
    "erasures": "forget", "to_erase": "forget", "near": "stories", "curate": "decisions", "exchange": "decisions",
    "catalogue": "decisions", "found": "decisions", "integrity": "verify", "row_hashes": "changed_cells",
    "rotate": "backup", "private_copy": "verify", "query_guard": "hostile_sql", "sql_text": "hostile_sql",
    "rebuild": "damage", "unreadable": "damage", "inputs": "packed", "ingest": "ends", "runs": "ends",
}
# How much longer than without a mutant a part may take; one that takes longer is caught, and named, for a busy machine
# is slow too.
TIMES_AS_LONG, AT_LEAST_SECONDS = 4, 120

MUTANT = """
/// Whether the mutant of this number is asked for.
pub fn mutant(number: u32) -> bool {
    static ASKED: std::sync::LazyLock<u32> = std::sync::LazyLock::new(|| {
        std::env::var("MUTANT").ok().and_then(|number| number.parse().ok()).unwrap_or(0)
    });
    *ASKED == number
}

/// The condition, or its contrary if the mutant of this number is asked for.
pub fn negated(number: u32, condition: bool) -> bool {
    condition != mutant(number)
}
"""

RETURNS = [
    (re.compile(r"-> (?:\w+::)*Result<\(\)>$"), "Ok(())"),
    (re.compile(r"-> (?:\w+::)*Result<bool>$"), "Ok(false)"),
    (re.compile(r"-> (?:\w+::)*Result<Vec<.*>>$"), "Ok(Vec::new())"),
    (re.compile(r"-> (?:\w+::)*Result<Option<.*>>$"), "Ok(None)"),
    (re.compile(r"-> (?:\w+::)*Result<(?:u64|i64|usize)>$"), "Ok(0)"),
    (re.compile(r"-> bool$"), "false"),
    (re.compile(r"-> Option<.*>$"), "None"),
    (re.compile(r"-> Vec<.*>$"), "Vec::new()"),
    (re.compile(r"-> String$"), "String::new()"),
]


def mutate(text, first, name):
    """The text with its mutants, numbered from `first`, and what each is."""
    mutants, lines = [], []
    signature = None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#[cfg(test)]") or line.startswith("mod tests"):
            lines.extend(text.splitlines()[number - 1:])
            break
        stripped = line.strip()
        condition = re.match(r"^(\s*(?:\}? ?else )?(?:if|while) )(?!let )([^{}\"]+)( \{)$", line)
        guard = re.match(r"^(\s*.+ if )([^{}\"]+?)( => .*)$", line)
        if condition and " let " not in condition[2]:
            number_of = first + len(mutants)
            mutants.append(f"{name}:{number}: negated: {stripped}")
            line = f"{condition[1]}crate::negated({number_of}, {condition[2]}){condition[3]}"
        elif guard and " let " not in guard[2] and "//" not in guard[1]:
            number_of = first + len(mutants)
            mutants.append(f"{name}:{number}: negated: {stripped}")
            line = f"{guard[1]}crate::negated({number_of}, {guard[2]}){guard[3]}"
        lines.append(line)
        if re.match(r"^\s*(?:pub(?:\([a-z]+\))? )?fn ", line):
            signature = stripped
        elif signature is not None and not signature.endswith("{"):
            signature += " " + stripped
        if signature is not None and signature.endswith("{"):
            head = signature[:-1].strip()
            for pattern, value in RETURNS:
                if pattern.search(head):
                    number_of = first + len(mutants)
                    mutants.append(f"{name}:{number}: returns {value}: {head[:90]}")
                    lines.append(f"if crate::mutant({number_of}) {{ return {value}; }}")
                    break
            signature = None
    return "\n".join(lines) + "\n", mutants


def copy_with_mutants(folder):
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in names.stdout.splitlines():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    library = folder / "src/lib.rs"
    library.write_text(library.read_text() + MUTANT)
    for tests in (folder / "tests/it").glob("*.rs"):
        passed_on = '.env_clear().env("MUTANT", std::env::var("MUTANT").unwrap_or_default())'
        tests.write_text(tests.read_text().replace(".env_clear()", passed_on))
    mutants = [""]
    for part in FOLDERS:
        for file in sorted((folder / part).rglob("*.rs")):
            if file.name == "tests.rs":
                continue
            name = str(file.relative_to(folder))
            text, found = mutate(file.read_text(), len(mutants), name)
            file.write_text(text)
            mutants += found
    return mutants


def build(folder, parts):
    """The test binaries: that of the library and that of tests/it."""
    flags = {**os.environ, "RUSTFLAGS": "-A warnings"}
    out = subprocess.run(
        ["cargo", "test", "--locked", "--no-run"], cwd=folder, env=flags, capture_output=True, text=True)
    if out.returncode != 0:
        raise SystemExit(out.stderr[-4000:])
    found = dict(re.findall(r"Executable (?:unittests )?(\S+) \((\S+)\)", out.stderr))
    return [(folder / found["src/lib.rs"], ["db::", "ops::"]), (folder / found["tests/it/main.rs"], parts)]


def fails(folder, binary, part, mutant, longest=None):
    """Whether a test of the part fails, or takes too long; the first one that does ends it."""
    ran = subprocess.Popen(
        [binary, part], cwd=folder, env={**os.environ, "MUTANT": str(mutant)}, text=True, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    ended_for_time = []

    def end():
        ended_for_time.append(part)
        os.killpg(ran.pid, signal.SIGKILL)

    timer = threading.Timer(longest or 24 * 3600, end)
    timer.start()
    try:
        failed = any(line.rstrip().endswith("FAILED") for line in ran.stdout)
        if failed and ran.poll() is None:
            os.killpg(ran.pid, signal.SIGKILL)
        return ran.wait() != 0
    finally:
        timer.cancel()
        if ended_for_time:
            print(f"mutant {mutant}: {part} did not end in {longest:.0f} s", flush=True)


def longest(folder, binary, part, took):
    """Seconds that a part may take with a mutant, from what it takes without one."""
    if part not in took:
        started = time.time()
        if fails(folder, binary, part, 0):
            raise SystemExit(f"{part} fails without a mutant")
        took[part] = time.time() - started
    return max(TIMES_AS_LONG * took[part], AT_LEAST_SECONDS)


def is_caught(folder, binaries, took, mutant, name):
    file = re.match(r"src/\w+/(\w+)", name)
    own = file and OWN.get(file[1], file[1])
    for binary, parts in binaries:
        # What has the file's name, first: its own tests are the likeliest to notice.
        first = [f"{own}::"] if f"{own}::" in QUICK + SLOW else []
        for part in first + [part for part in parts if part not in first]:
            if fails(folder, binary, part, mutant, longest(folder, binary, part, took)):
                return part
    return None


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--sample", type=int, default=150)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", type=Path, help="work here, and reuse what was built")
    arguments.add_argument("--slow", action="store_true", help="also the tests that take minutes")
    arguments = arguments.parse_args()
    folder = arguments.keep or Path(tempfile.mkdtemp(prefix="mutants-"))
    folder.mkdir(parents=True, exist_ok=True)
    mutants = copy_with_mutants(folder)
    binaries = build(folder, QUICK + SLOW if arguments.slow else QUICK)
    took = {}
    sample = random.Random(arguments.seed).sample(range(1, len(mutants)), min(arguments.sample, len(mutants) - 1))
    print(f"{len(mutants) - 1} mutants, {len(sample)} of them tried", flush=True)
    survivors, started = [], time.time()
    for tried, mutant in enumerate(sample, 1):
        caught = is_caught(folder, binaries, took, mutant, mutants[mutant])
        if caught is None:
            survivors.append(mutants[mutant])
            print(f"survived: {mutants[mutant]}", flush=True)
        elif tried % 10 == 0:
            print(f"{tried} tried, {len(survivors)} survived, {time.time() - started:.0f} s", flush=True)
    print(f"{len(sample)} tried, {len(survivors)} survived: {100 - 100 * len(survivors) / len(sample):.1f} % caught")


if __name__ == "__main__":
    main()
