"""The program on a worker: started for some records, and held to answering every one of them.

What must stay true: a record that comes in goes out, as what was derived of it or as a problem that says why not. A failure
of the program itself is an exception, never an empty answer.
"""

import dataclasses
import json
import os
import subprocess

# What `cuttings derive` ends with where it is through: all done, or some records refused and answered with their problem.
THROUGH = (0, 3)

# Alone, a record that takes longer is given up.
PATIENCE_SECONDS = 300


class ProgramFailed(RuntimeError):
    """The program cannot be run, or fails whatever it is given."""


@dataclasses.dataclass(frozen=True)
class Program:
    """Where the program lies on the workers, and the archive whose catalogue, rulings and erasures it takes.

    Both are paths on every worker: of a shared folder, of an image, or what `spark.addArtifacts(path, file=True)` and
    `SparkContext.addFile` put there. Paths that are not absolute are looked for in the folder of these files.
    """

    binary: str
    archive: str | None = None
    patience_seconds: float = PATIENCE_SECONDS

    def answers(self, records):
        """The lines that are derived of `records`, a list of objects as `cuttings derive` takes them, each as a pair of the
        record's place in the list and the line, a JSON text without `id`.

        A record on which the program dies, or takes too long, is given to it once more and alone; if it dies again, the line
        has the problem. Raises ProgramFailed where the program fails without any record.
        """
        if not records:
            return []
        try:
            return self._run(records)
        except _Died as death:
            self._check()
            if len(records) == 1:
                return [(0, _problem(str(death)))]
        # The halves, and in the end the record alone: one bad record of a thousand costs ten starts more, not a thousand.
        middle = len(records) // 2
        first, second = self.answers(records[:middle]), self.answers(records[middle:])
        return first + [(middle + place, line) for place, line in second]

    def _check(self):
        """Raises ProgramFailed where the program cannot even answer nothing."""
        try:
            self._run([])
        except _Died as death:
            raise ProgramFailed(f"{self.binary} fails without any record: {death}") from death

    def _run(self, records):
        lines = "".join(
            json.dumps({**record, "id": place}, ensure_ascii=False) + "\n" for place, record in enumerate(records))
        command = [_found(self.binary), "derive", "--quiet"]
        if self.archive is not None:
            command += ["--archive", _found(self.archive)]
        try:
            ran = subprocess.run(command, input=lines.encode("utf-8", "surrogatepass"), capture_output=True,
                                 timeout=self.patience_seconds * max(1, len(records)))
        except OSError as error:
            raise ProgramFailed(f"{self.binary} cannot be started: {error}") from error
        except subprocess.TimeoutExpired as error:
            raise _Died(f"no answer within {error.timeout:g} seconds") from error
        if ran.returncode not in THROUGH:
            said = ran.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
            raise _Died(f"exit status {ran.returncode}" + "".join(f", {line}" for line in said))
        answers = []
        for line in ran.stdout.splitlines():
            try:
                answer = json.loads(line)
                place = answer.pop("id")
            except (ValueError, KeyError) as error:
                raise _Died(f"a line of its answer is none: {error!r}") from error
            answers.append((place, json.dumps(answer, ensure_ascii=False)))
        missing = set(range(len(records))) - {place for place, _ in answers}
        if missing:
            raise _Died(f"{len(missing)} of {len(records)} records have no answer")
        return answers


class _Died(Exception):
    """The program did not come through some records."""


def _problem(reason):
    return json.dumps({"uri": "stdin:", "problems": [{
        "uri": "stdin:", "record": None, "outcome": "refused", "reason": f"the program failed on it: {reason}"}]})


def _found(path):
    """The path, or where Spark put the file of that name."""
    if os.path.isabs(path) or os.path.exists(path):
        return os.path.abspath(path)
    try:
        from pyspark import SparkFiles
        shipped = SparkFiles.get(path)
    except Exception as error:
        raise ProgramFailed(f"`{path}` is not on this worker, and was not sent there: {error}") from error
    if not os.path.exists(shipped):
        raise ProgramFailed(f"`{path}` is not on this worker, neither here nor as `{shipped}`")
    # A file that was sent has lost its mode.
    if not os.access(shipped, os.X_OK):
        os.chmod(shipped, 0o700)
    return shipped
