"""What a process that is ours alone does before its work."""

from __future__ import annotations

import ctypes
import gc
import os
import sys

# Modules, cells and figures make no cycles, and to look for some all the time takes a tenth of an
# audit.
_COLLECTED_AT = (100_000, 20, 100)
# As glibc's malloc.h has them: of freed memory so much is kept, and blocks up to so much are taken
# from it. Large arrays come and go, and the system clears each page that it gives anew.
_KEPT, _TAKEN_FROM_IT = (-1, 256 * 2**20), (-3, 32 * 2**20)


def settle() -> None:
    """Memory and threads as audits want them; to be called first."""
    gc.set_threshold(*_COLLECTED_AT)
    # No large matrices are multiplied here: the threads for it would only take time to start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if sys.platform == "linux":
        library = ctypes.CDLL(None)
        for option in (_KEPT, _TAKEN_FROM_IT) if hasattr(library, "mallopt") else ():
            library.mallopt(*option)
