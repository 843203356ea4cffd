"""Whether a file is a web page, by how it begins, whatever it is called."""

from __future__ import annotations

import re

LOOKED_AT = 4096  # bytes in which a page says what it is, and its encoding

_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|table|meta|style|div)[\s>/]", re.IGNORECASE
)


def is_page(content: bytes) -> bool:
    return _MARKUP.search(start(content)) is not None


def start(content: bytes) -> bytes:
    """The first bytes, in one byte to a character where they are UTF-16."""
    return content[: 2 * LOOKED_AT].replace(b"\0", b"")[:LOOKED_AT]
