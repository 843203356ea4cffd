"""The command `reconcile`, and `python -m reconcile`."""

import atexit
import gc
from typing import NoReturn

from reconcile import COLLECTED_AT


def main() -> NoReturn:
    """Runs the command and leaves with its exit code."""
    gc.set_threshold(*COLLECTED_AT)
    atexit.register(gc.freeze)  # nor is anything looked through once more at the end
    from reconcile import cli

    cli.main()


if __name__ == "__main__":
    main()
