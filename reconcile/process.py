"""What a process that is ours alone does before its work."""

from __future__ import annotations

import ctypes
import gc
import os
import sys

# Objects of each generation before cycles are looked for. Modules, cells and figures make none, and
# to look for some all the time takes a tenth of an audit.
_GARBAGE_THRESHOLDS = (100_000, 20, 100)
# Options of glibc's malloc.h, in bytes: of freed memory so much is kept, and blocks up to so much
# are taken from it. Large arrays come and go, and the system clears each page that it gives anew.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = (-1, 256 * 2**20), (-3, 32 * 2**20)


def tune_process() -> None:
    """Memory and threads as audits want them; to be called first."""
    gc.set_threshold(*_GARBAGE_THRESHOLDS)
    # No large matrices are multiplied here: the threads for it would only take time to start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        for option in (_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD) if hasattr(library, "mallopt") else ():
            library.mallopt(*option)
