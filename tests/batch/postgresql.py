"""A PostgreSQL server of a test's own, where its programs are installed."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

SECRET = "mật-khẩu-9f2c"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = str(installed[-1]) if installed else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def server(programs: Path) -> Iterator[int]:
    """The port of a server that runs for as long as the block."""
    with TemporaryDirectory(prefix="pg-") as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        password = Path(folder, "password")
        password.write_text(SECRET, encoding="utf-8")
        who = _somebody(folder, password)
        data = f"{folder}/data"

        def do(program: str, *arguments: str) -> None:
            command = [str(programs / program), "-D", data, *arguments]
            subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **who)

        do("initdb", "--username=office", f"--pwfile={password}", "--auth=scram-sha-256",
           "--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=vi",
           "--no-sync")  # fmt: skip
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        do("pg_ctl", "start", "-w", "-s", "-l", f"{folder}/log", "-o", options)
        try:
            yield port
        finally:
            do("pg_ctl", "stop", "-s", "-m", "immediate")


def _somebody(folder: str, *files: Path) -> dict[str, Any]:
    """PostgreSQL does not run as root: for it the folder is another user's."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    for path in (folder, *files):
        os.chown(path, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def new_database(port: int) -> str:
    """A new database's SQLAlchemy address, with its password."""
    import psycopg

    name = f"d{secrets.token_hex(4)}"
    facts = {"host": "127.0.0.1", "port": port, "user": "office", "password": SECRET}
    with psycopg.connect(dbname="postgres", autocommit=True, **facts) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"postgresql+psycopg://office:{SECRET}@127.0.0.1:{port}/{name}"
