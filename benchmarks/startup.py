"""How long `check` takes on a sample, over what importing openpyxl and numpy takes.

The two are run in turn, so that what else the machine does weighs on both alike; the ratio is the
median of theirs. Modules are compiled beforehand, as where they are installed.
Keeps the result in `benchmarks/results/startup.json`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from compileall import compile_dir
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "so-nganh-chuyen-doi-so.xlsx"
RESULT = ROOT / "benchmarks" / "results" / "startup.json"
COMMAND = "from reconcile.__main__ import main; main()"  # as the installed `reconcile` has it
RUNS = 25


def seconds(*arguments: str) -> float:
    """Wall time of one run of the interpreter."""
    started = time.perf_counter()
    run = subprocess.run([sys.executable, *arguments], capture_output=True, cwd=ROOT, check=False)
    taken = time.perf_counter() - started
    if run.returncode not in (0, 1):
        sys.exit(run.stderr.decode())
    return taken


def main() -> None:
    """Measures, keeps the result and shows it."""
    compile_dir(ROOT / "reconcile", quiet=1)
    pairs = [
        (
            seconds("-c", COMMAND, "check", str(SAMPLE)),
            seconds("-c", "import openpyxl, numpy"),
        )
        for _ in range(RUNS + 1)
    ][1:]  # the first pair fills the disk's cache
    check, imports = (median(times) for times in zip(*pairs, strict=True))
    ratio = median(one / other for one, other in pairs)
    result = {
        "sample": SAMPLE.name,
        "runs": RUNS,
        "check_seconds": round(check, 3),
        "import_seconds": round(imports, 3),
        "ratio": round(ratio, 2),
    }
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(RESULT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
