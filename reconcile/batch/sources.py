"""What there is to audit under folders, archives and addresses: listed here, opened elsewhere."""

from __future__ import annotations

import os
import posixpath
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Literal, NamedTuple

from msgspec import Struct, field

from reconcile.batch.addresses import file_system, is_address, reaching, without_password
from reconcile.model import ReconcileError
from reconcile.reading import SAVED_AS, SUFFIXES

ARCHIVE = ".zip"
_LARGEST = 2**63 - 1  # what databases hold
_LONGEST = 600  # of the characters of a member's name, for the same reason

Skip = Literal[
    "kind", "save-as", "excluded", "hidden", "link", "special", "result", "closed-folder",
    "nested-archive",
]  # fmt: skip


class Source(Struct, frozen=True, dict=True):
    """A file to audit: at `place`, an absolute path or an address, or there a `member` of a zip
    archive. `name` is where it stands below the folder that was asked for, with '/' in it."""

    place: str
    name: str
    size: int
    member: str = ""

    @cached_property
    def path(self) -> str:
        """What it is called everywhere: unique, and fit to be stored as text."""
        place = without_password(self.place)
        path = f"{place}/{self.member}" if self.member else place
        return path.encode("utf-8", "backslashreplace").decode()


class Wanted(Struct, frozen=True):
    """Patterns as a shell has them, over the names below the folder; `results` are passed over."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    results: str = ""


class FoundSources(Struct, frozen=True):
    """What there is to audit; `skipped` counts by reason what was passed over."""

    sources: tuple[Source, ...]
    skipped: Mapping[str, int] = field(default_factory=Counter)


class _Entry(NamedTuple):
    place: str
    name: str
    size: int


def find_sources(paths: Iterable[str], wanted: Wanted) -> FoundSources:
    """Every sheet under the paths, each once, in the order of their names.

    Raises ReconcileError `missing` for a path that is not there, `output-is-searched` for one that
    is the folder of the results: they would be taken for sheets, or written over some.
    """
    skipped: Counter[str] = Counter()
    sources: dict[str, Source] = {}
    roots = list(dict.fromkeys(_rooted(path) for path in paths))
    if wanted.results and os.path.realpath(wanted.results) in map(os.path.realpath, roots):
        raise ReconcileError("output-is-searched", path=wanted.results)
    for root, label in zip(roots, _labels(roots), strict=True):
        for entry in _entries(root, label, wanted, skipped):
            for source in _sources(entry, wanted, skipped):
                sources.setdefault(source.path, source)
    return FoundSources(tuple(sources.values()), +skipped)


def _rooted(path: str) -> str:
    return path.rstrip("/") if is_address(path) else os.path.abspath(path)


def _labels(roots: list[str]) -> list[str]:
    """What tells several folders apart at the head of their files' names; nothing for one."""
    if len(roots) == 1:
        return [""]
    names = [PurePosixPath(root.replace(os.sep, "/")).name for root in roots]
    again = Counter[str]()
    labels = []
    for name in names:
        again[name] += 1
        labels.append(f"{name}/" if again[name] == 1 else f"{name} ({again[name]})/")
    return labels


def _entries(root: str, label: str, wanted: Wanted, skipped: Counter[str]) -> Iterator[_Entry]:
    if is_address(root):
        yield from _remote(root, label, wanted)
    elif os.path.isdir(root):
        yield from _local(Path(root), label, wanted, skipped)
    elif os.path.exists(root):
        yield _Entry(root, Path(root).name, os.path.getsize(root))
    else:
        raise ReconcileError("missing", path=without_password(root))


def _local(root: Path, label: str, wanted: Wanted, skipped: Counter[str]) -> Iterator[_Entry]:
    def closed(_: OSError) -> None:
        skipped["closed-folder"] += 1

    for folder, folders, files in os.walk(root, onerror=closed):
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        results = [name for name in folders if os.path.join(folder, name) == wanted.results]
        skipped["link"] += len(links)
        skipped["result"] += len(results)
        folders[:] = sorted(
            name for name in folders if name not in links + results and not _is_hidden(name)
        )
        below = label + (Path(folder, "x").relative_to(root).as_posix()).removesuffix("x")
        for name in sorted(files):
            place = os.path.join(folder, name)
            try:
                facts = os.stat(place)
            except OSError:
                skipped["link"] += 1  # one that leads nowhere
                continue
            if not stat.S_ISREG(facts.st_mode):
                skipped["special"] += 1  # a pipe would be waited for without end
                continue
            yield _Entry(place, f"{below}{name}", facts.st_size)


def _remote(root: str, label: str, wanted: Wanted) -> Iterator[_Entry]:
    system, inner = file_system(root)
    with reaching(root):
        try:
            if not system.isdir(inner):
                yield _Entry(root, PurePosixPath(inner).name, int(system.size(inner) or 0))
                return
            listed: Mapping[str, Mapping[str, Any]] = system.find(inner, detail=True)
        except FileNotFoundError as error:
            raise ReconcileError("missing", path=without_password(root)) from error
    head = root.removesuffix(inner)
    for place, facts in sorted(listed.items()):
        if f"{head}{place}".startswith(f"{wanted.results}/"):
            continue  # not counted: at first there are none, and nothing has changed since
        below = place.removeprefix(inner).lstrip("/")
        yield _Entry(head + place, label + below, int(facts.get("size") or 0))


def _sources(entry: _Entry, wanted: Wanted, skipped: Counter[str]) -> Iterator[Source]:
    if _suffix(entry.name) == ARCHIVE and not _is_hidden(posixpath.basename(entry.name)):
        yield from _members(entry, wanted, skipped)
    elif _is_wanted(entry.name, wanted, skipped):
        yield Source(entry.place, entry.name, entry.size)


def _members(entry: _Entry, wanted: Wanted, skipped: Counter[str]) -> Iterator[Source]:
    """The files of an archive; of one that cannot be opened the archive itself, to be refused."""
    system, inner = file_system(entry.place)
    try:
        with system.open(inner, "rb") as stream, zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        yield Source(entry.place, entry.name, entry.size)
        return
    for member in sorted(members, key=lambda member: member.filename):
        name = f"{entry.name}/{member.filename}"
        if member.is_dir():
            continue
        if _suffix(member.filename) == ARCHIVE:
            skipped["nested-archive"] += 1
        elif len(member.filename) > _LONGEST:
            skipped["special"] += 1
        elif _is_wanted(name, wanted, skipped):
            size = min(member.file_size, _LARGEST)  # as it says itself
            yield Source(entry.place, name, size, member.filename)


def _is_wanted(name: str, wanted: Wanted, skipped: Counter[str]) -> bool:
    why: Skip | None = None
    suffix = _suffix(name)
    if any(map(_is_hidden, name.split("/"))):
        why = "hidden"
    elif suffix not in SUFFIXES:
        why = "save-as" if suffix in SAVED_AS else "kind"
    elif (wanted.include and not _matches(name, wanted.include)) or _matches(name, wanted.exclude):
        why = "excluded"
    if why is not None:
        skipped[why] += 1
    return why is None


def _suffix(name: str) -> str:
    return posixpath.splitext(name)[1].lower()


def _is_hidden(name: str) -> bool:
    """Whether a name is that of what programs keep beside people's files."""
    return name not in (".", "..") and name.startswith((".", "~$", "__MACOSX"))


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    forms = (name.lower(), posixpath.basename(name).lower())
    return any(fnmatchcase(form, pattern.lower()) for pattern in patterns for form in forms)
