#!/usr/bin/env python3
"""Mutation testing of `src/db` and `src/ops`: do the tests notice when the code does something else?

All mutants are compiled into one program, each behind a number in the variable MUTANT, because a build for
each would take a minute and there are hundreds. Two kinds: a condition is negated (`if`, `while`, guards of
`match`), and a function returns at once what costs nothing (`Ok(())`, `true`, `None`, an empty list).

First every test runs once by itself without a mutant, and what it took and which mutants it came by are written
down. Then each mutant is given to the tests that come by it, the likeliest and the quickest first, until one
fails or does not end in time: it is caught. The rest have survived, or no test comes by them at all.

    tests/mutants.py [--sample 150] [--seed 1] [--slow] [--keep FOLDER]

Prints each mutant that no test caught, with file and line, and the share that was caught.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ["src/db", "src/ops"]
# Parts of the tests that take minutes each, asked only with `--slow`, and those that try other things: readers,
# recognition, tools of other people, pictures.
SLOW = ["crash::", "hurt::", "power::", "changed_cells::", "damage::"]
OTHER = [
    "format::", "names::", "formats::", "feeds::", "mails::", "pages::", "corpora::", "recognition::", "fuzzed::",
    "mutated::", "looked_at::", "plots::", "journeys::", "docs::", "layers::", "tools::",
]
# Which part is likeliest to notice a change in a file that has another name.
OWN = {
    "erasures": "forget", "to_erase": "forget", "near": "stories", "curate": "decisions", "exchange": "decisions",
    "catalogue": "decisions", "found": "decisions", "integrity": "verify", "row_hashes": "changed_cells",
    "rotate": "backup", "private_copy": "verify", "query_guard": "hostile_sql", "sql_text": "hostile_sql",
    "rebuild": "damage", "unreadable": "damage", "inputs": "packed", "ingest": "ends", "runs": "ends",
}
# How much longer than without a mutant a test may take, and how long the tests of one mutant may take in all.
TIMES_AS_LONG, AT_LEAST_SECONDS, SECONDS_A_MUTANT = 5, 30, 240
WORKERS = os.cpu_count() or 1

MUTANT = """
/// Whether the mutant of this number is asked for; that it was come by is written to the file `MUTANTS_MET`.
pub fn mutant(number: u32) -> bool {
    use std::io::Write as _;
    use std::sync::{LazyLock, Mutex, atomic};
    static ASKED: LazyLock<u32> = LazyLock::new(|| {
        std::env::var("MUTANT").ok().and_then(|number| number.parse().ok()).unwrap_or(0)
    });
    static MET: LazyLock<Option<Mutex<std::fs::File>>> = LazyLock::new(|| {
        let path = std::env::var_os("MUTANTS_MET").filter(|path| !path.is_empty())?;
        Some(Mutex::new(std::fs::OpenOptions::new().create(true).append(true).open(path).unwrap()))
    });
    static SEEN: [atomic::AtomicBool; 4096] = [const { atomic::AtomicBool::new(false) }; 4096];
    if let Some(met) = &*MET
        && !SEEN[number as usize].swap(true, atomic::Ordering::Relaxed)
    {
        met.lock().unwrap().write_all(format!("{number}\\n").as_bytes()).unwrap();
    }
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
    library.write_text("#![allow(warnings)]\n" + library.read_text() + MUTANT)
    passed_on = ".env_clear()" + "".join(
        f'.env("{name}", std::env::var("{name}").unwrap_or_default())' for name in ["MUTANT", "MUTANTS_MET"])
    for tests in (folder / "tests/it").glob("*.rs"):
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


def build(folder):
    """The test binaries: that of the library and that of tests/it."""
    out = subprocess.run(["cargo", "test", "--locked", "--no-run"], cwd=folder, capture_output=True, text=True)
    if out.returncode != 0:
        raise SystemExit(out.stderr[-4000:])
    found = dict(re.findall(r"Executable (?:unittests )?(\S+) \((\S+)\)", out.stderr))
    return [folder / found["src/lib.rs"], folder / found["tests/it/main.rs"]]


def tests_of(folder, binaries, is_slow):
    """Each test as its binary and its name."""
    tests = []
    for binary in binaries:
        out = subprocess.run([binary, "--list"], cwd=folder, capture_output=True, text=True, check=True).stdout
        names = re.findall(r"^(\S+): test$", out, re.M)
        left_out = OTHER + ([] if is_slow else SLOW)
        tests += [(str(binary), name) for name in names if not name.startswith(tuple(left_out))]
    return tests


def run(folder, test, variables, longest):
    """How a test ends: "ok", "failed" or "late"."""
    binary, name = test
    ran = subprocess.Popen(
        [binary, "--exact", name], cwd=folder, env={**os.environ, **variables}, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return "ok" if ran.wait(longest) == 0 else "failed"
    except subprocess.TimeoutExpired:
        os.killpg(ran.pid, signal.SIGKILL)
        ran.wait()
        return "late"


def without_mutant(folder, tests):
    """What each test takes in seconds, and the mutants it comes by."""
    def ask(number, test):
        met, started = folder / f"met-{number}", time.time()
        met.unlink(missing_ok=True)
        if run(folder, test, {"MUTANTS_MET": str(met)}, 1800) != "ok":
            print(f"{test[1]} fails without a mutant and is left out", flush=True)
            return None
        return time.time() - started, sorted(set(map(int, met.read_text().split()))) if met.exists() else []

    with ThreadPoolExecutor(WORKERS) as pool:
        answers = pool.map(ask, range(len(tests)), tests)
        return [(test, *answer) for test, answer in zip(tests, answers) if answer is not None]


def asked(known, mutant, name):
    """The tests that come by a mutant and what each takes: first those of the file's own part, then the quickest."""
    file = re.match(r"src/\w+/(\w+)", name)
    own = OWN.get(file[1], file[1])
    meeting = [(test, took) for test, took, met in known if mutant in met]
    return sorted(meeting, key=lambda each: (f"{own}::" not in each[0][1], each[1]))


def verdict(folder, known, mutant, name):
    """How a mutant ends: by which test it was caught, or None; and how many tests were asked."""
    spent = 0
    tests = asked(known, mutant, name)
    for number, (test, took) in enumerate(tests, 1):
        longest = max(TIMES_AS_LONG * took, AT_LEAST_SECONDS)
        ended = run(folder, test, {"MUTANT": str(mutant)}, longest)
        if ended != "ok":
            return f"{test[1]} ({ended})", number
        spent += took
        if spent > SECONDS_A_MUTANT:
            return None, number
    return None, len(tests)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--sample", type=int, default=150)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", type=Path, help="work here, and reuse what was built")
    arguments.add_argument("--slow", action="store_true", help="also the tests that take minutes")
    arguments = arguments.parse_args()
    folder = (arguments.keep or Path(tempfile.mkdtemp(prefix="mutants-"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    mutants = copy_with_mutants(folder)
    binaries = build(folder)
    tests = tests_of(folder, binaries, arguments.slow)
    print(f"{len(tests)} tests run without a mutant", flush=True)
    known = without_mutant(folder, tests)
    (folder / "known.json").write_text(json.dumps(known))
    sample = random.Random(arguments.seed).sample(range(1, len(mutants)), min(arguments.sample, len(mutants) - 1))
    print(f"{len(mutants) - 1} mutants, {len(sample)} of them tried", flush=True)
    survived, unmet, started = 0, 0, time.time()
    with ThreadPoolExecutor(WORKERS) as pool:
        verdicts = pool.map(lambda mutant: verdict(folder, known, mutant, mutants[mutant]), sample)
        for tried, (mutant, (caught, tests)) in enumerate(zip(sample, verdicts), 1):
            if caught is None:
                survived += 1
                unmet += tests == 0
                print(f"survived {tests} tests: {mutants[mutant]}", flush=True)
            elif caught.endswith("(late)"):
                print(f"caught for being late: {mutants[mutant]}: {caught}", flush=True)
            if tried % 10 == 0:
                print(f"{tried} tried, {survived} survived, {time.time() - started:.0f} s", flush=True)
    share = 100 - 100 * survived / len(sample)
    print(f"{len(sample)} tried, {survived} survived, {unmet} of them met by no test: {share:.1f} % caught")


if __name__ == "__main__":
    main()
