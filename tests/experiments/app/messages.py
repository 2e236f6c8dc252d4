"""What the app's server packs for a page, read as the page reads it."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

Message = tuple[dict[str, Any], dict[str, NDArray[Any]]]


def unpacked(message: bytes) -> Message:
    """Header and arrays of a packed message, of which nothing is left over."""
    length = struct.unpack_from("<I", message)[0]
    header = json.loads(message[4 : 4 + length])
    at, arrays = 4 + length, {}
    for place in header["arrays"]:
        at += -at % 8
        count = int(np.prod(place["shape"]))
        flat = np.frombuffer(message, place["type"], count, at)
        arrays[place["name"]] = flat.reshape(place["shape"])
        at += flat.nbytes
    assert at == len(message)
    return header, arrays
