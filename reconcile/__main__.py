"""The command `reconcile`, and `python -m reconcile`."""

import os
import sys
from typing import NoReturn

from reconcile.process import tune_process


def main() -> NoReturn:
    """Runs the command and leaves with its exit code."""
    tune_process()
    from reconcile import cli

    try:
        cli.main()
    except SystemExit as end:
        if "reconcile.batch.child_process" in sys.modules:
            raise  # its children and threads end in order
        try:
            for stream in filter(None, (sys.stdout, sys.stderr)):  # either may be closed
                stream.flush()
        except OSError:
            raise end from None  # as Python tells of it
        os._exit(int(end.code or 0))  # what else it would do is to free every object, one by one


if __name__ == "__main__":
    main()
