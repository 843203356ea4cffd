"""The arrays that values are made of, and a mapping that holds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

Objects = npt.NDArray[np.object_]
Integers = npt.NDArray[Any]  # int64, or Python ints in an object array where int64 is too small
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

EMPTY: Mapping[Any, Any] = MappingProxyType({})
