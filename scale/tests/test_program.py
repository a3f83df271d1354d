"""The worker's part, without Spark: CUTTINGS names the program, as `cargo build` made it.

    CUTTINGS=target/debug/cuttings python -m unittest discover scale/tests
"""

import json
import os
import pathlib
import stat
import sys
import tempfile
import unittest

import pyarrow

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from cuttings_scale import Program, ProgramFailed, derive_batches

BINARY = os.path.abspath(os.environ.get("CUTTINGS", "target/debug/cuttings"))
STORY = "WELLINGTON - Winston Peters said on Monday that the talks would go on. Peters left."


def script(folder, text):
    path = pathlib.Path(folder) / "program"
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


class Derived(unittest.TestCase):
    def test_each_record_is_answered_under_its_id(self):
        batch = pyarrow.RecordBatch.from_pylist([
            {"id": "a", "text": STORY, "format": None, "bytes": None},
            {"id": "b", "text": "", "format": None, "bytes": None},
            {"id": "c", "text": None, "format": "text", "bytes": STORY.encode()},
            {"id": "d", "text": STORY, "format": "papyrus", "bytes": None},
        ])
        rows = pyarrow.Table.from_batches(derive_batches([batch], Program(BINARY))).to_pylist()
        self.assertEqual([(row["id"], row["articles"], row["problems"]) for row in rows],
                         [("a", 1, 0), ("b", 0, 1), ("c", 1, 0), ("d", 1, 0)])
        article = json.loads(rows[0]["derived"])["articles"][0]
        self.assertEqual(article["dateline"], "WELLINGTON -")
        self.assertEqual([mention["name"] for mention in article["mentions"]], ["Winston Peters"] * 2)

    def test_a_program_that_cannot_be_run_is_an_error(self):
        for program in (Program("/no/such/program"), Program("/bin/false"), Program(BINARY, archive="/no/such/archive.db")):
            with self.assertRaises(ProgramFailed):
                program.answers([{"text": STORY}])

    def test_a_record_that_kills_the_program_is_a_problem_of_its_own(self):
        with tempfile.TemporaryDirectory() as folder:
            # Dies of one record, and answers all others.
            poisoned = script(folder, f"""#!{sys.executable}
import subprocess, sys
records = sys.stdin.read()
if "poison" in records:
    sys.exit("out of memory")
sys.stdout.flush()
sys.exit(subprocess.run([{BINARY!r}, *sys.argv[1:]], input=records.encode()).returncode)
""")
            answers = Program(poisoned).answers([{"text": STORY}, {"text": "poison"}, {"text": STORY}, {"text": STORY}])
        self.assertEqual([place for place, _ in answers], [0, 1, 2, 3])
        lines = [json.loads(line) for _, line in answers]
        self.assertEqual([len(line.get("articles", [])) for line in lines], [1, 0, 1, 1])
        self.assertIn("exit status 1, out of memory", lines[1]["problems"][0]["reason"])

    def test_a_program_that_leaves_a_record_out_is_found_out(self):
        with tempfile.TemporaryDirectory() as folder:
            silent = script(folder, "#!/bin/sh\ncat >/dev/null\n")
            answers = Program(silent).answers([{"text": STORY}])
        self.assertIn("1 of 1 records have no answer", answers[0][1])

    def test_a_program_that_hangs_is_given_up(self):
        with tempfile.TemporaryDirectory() as folder:
            hanging = script(folder, "#!/bin/sh\nif read -r line; then exec sleep 60; fi\n")
            answers = Program(hanging, patience_seconds=0.5).answers([{"text": STORY}])
        self.assertIn("no answer within 0.5 seconds", answers[0][1])


if __name__ == "__main__":
    unittest.main()
