"""`python -m tests.reading.measured FILE`: reads a file under limits, and says what it took.

One line of JSON: the code of the refusal or 'read', seconds of processor time, bytes of memory.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

MEMORY = 2**30  # bytes of address space
SECONDS = 30  # of processor time


@dataclass(frozen=True)
class Measured:
    """`code` is 'read' or why not; what the file took beyond an empty run is up to the caller."""

    code: str
    seconds: float
    memory: int


def measured(path: Path | str, stdin: Path | None = None) -> Measured:
    """The file read in a process of its own. A process that dies has its signal for a code."""
    with (stdin or Path("/dev/null")).open("rb") as given:
        run = subprocess.run(
            [sys.executable, "-m", "tests.reading.measured", str(path)],
            stdin=given,
            capture_output=True,
            cwd=Path(__file__).parents[2],
            check=False,
            timeout=20 * SECONDS,
        )
    if run.returncode or run.stderr:
        said = run.stderr.decode("utf-8", "replace").strip().splitlines()
        return Measured(f"exit {run.returncode}: {said[-1] if said else ''}", 0.0, 0)
    return Measured(**json.loads(run.stdout))


def _main(path: str) -> None:
    from reconcile.model import ReconcileError
    from reconcile.reading import read

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    began = time.process_time()
    try:
        read(path)
        code = "read"
    except ReconcileError as refusal:
        code = refusal.code
    seconds = time.process_time() - began
    memory = _most_held()
    sys.stdout.write(json.dumps({"code": code, "seconds": seconds, "memory": memory}))


def _most_held() -> int:
    """The most memory that this process held; what the parent held before it is not its own."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    _main(sys.argv[1])
