"""What passes between a batch and its child processes: requests one way, records the other.

It passes as JSON and plain bytes, each message as its length and its bytes: a process that has read
a hostile file is not trusted with more.
"""

from __future__ import annotations

import json
import struct
from typing import IO

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from reconcile.batch.job import Job
from reconcile.batch.record import Record

_LENGTH = struct.Struct(">Q")
_READY = b"up"


class Request(Struct, frozen=True):
    """A job whose file stands `at` a path, from within `folder` where that is not None.

    `seconds` are those it may take, `memory` says how much, in the words of a message.
    """

    job: Job
    at: str
    folder: str | None
    seconds: float
    memory: str


def send_ready(stream: IO[bytes]) -> None:
    """Says that the child is up. Like all that send, raises OSError where nobody reads."""
    _send(stream, _READY)


def wait_until_ready(stream: IO[bytes]) -> None:
    """Like all that receive, raises EOFError where the other end is gone."""
    _receive(stream)


def send_request(stream: IO[bytes], request: Request) -> None:
    _send(stream, _json(request))


def receive_request(stream: IO[bytes]) -> Request:
    return msgspec.convert(json.loads(_receive(stream)), Request)


def send_record(stream: IO[bytes], record: Record) -> None:
    """The facts as JSON, what is bytes already behind them."""
    facts = replace(record, tidy=b"", annotated=None if record.annotated is None else b"")
    _send(stream, _json(facts), record.tidy, record.annotated or b"")


def receive_record(stream: IO[bytes]) -> Record:
    """Raises also ValueError for what is no record."""
    facts, tidy, annotated = (_receive(stream) for _ in range(3))
    try:
        record = msgspec.convert(json.loads(facts), Record)
    except msgspec.ValidationError as error:
        raise ValueError("not a record") from error
    return replace(record, tidy=tidy, annotated=None if record.annotated is None else annotated)


def _json(value: Struct) -> bytes:
    """Python's own, as it takes the lone surrogates that file names and cells may hold."""
    return json.dumps(msgspec.to_builtins(value)).encode()


def _send(stream: IO[bytes], *messages: bytes) -> None:
    for message in messages:
        stream.write(_LENGTH.pack(len(message)))
        stream.write(message)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    size = _LENGTH.unpack(head)[0]
    body = stream.read(size)
    if len(body) < size:
        raise EOFError
    return body
