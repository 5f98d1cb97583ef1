"""The keeper: one process that runs the server as long as anyone uses it, and restarts it if it falls.

Every user holds a shared lock on `users.lock`. When the keeper can take it for itself, nobody is
left: it stops the server and goes. Whoever comes in that moment waits for the lock, finds no
server, and calls a new keeper.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from psycopg import sql

from gongdao.kernel.refusal import Refusal
from gongdao.project.postgres import binaries, place, server

LOOK_EVERY = 0.5
FALLS_MOST = 40


def main(home: Path) -> int:
    """Keep the server of a home. Returns at once if another keeper does already."""
    here = place.find(home)
    lock = os.open(here.keeper_lock, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return 0
    try:
        here.failure.unlink(missing_ok=True)
        _keep(here)
    except Refusal as refusal:
        said = [refusal.code, refusal.sentence.zh, refusal.sentence.en]
        here.failure.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        return 1
    return 0


def _keep(here: place.Place) -> None:
    programs = binaries.find(made_by=here.made_by)
    server.initialise(here, programs)
    users = os.open(here.users_lock, os.O_CREAT | os.O_RDWR, 0o600)
    running, falls = server.start(here, programs), 0
    prepared = False
    while True:
        if running.poll() is not None:
            # It fell, or the one before it is not quite gone: try again for a while.
            falls += 1
            if falls > FALLS_MOST:
                raise Refusal(
                    "database_does_not_start",
                    f"数据库无法启动，日志最后几行：{server.tail(here)}",
                    f"The database does not start; the log ends with: {server.tail(here)}",
                )
            time.sleep(LOOK_EVERY)
            running = server.start(here, programs)
        prepared = prepared or _prepare(here, running)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.02 if not prepared else LOOK_EVERY)
            continue
        server.stop(running)
        return


def _prepare(here: place.Place, running: subprocess.Popen[bytes]) -> bool:
    """Once the server answers: the role that the program serves with, and the database."""
    if running.poll() is not None:
        return False
    try:
        with psycopg.connect(
            host=str(here.socket), user=server.OWNER, dbname="postgres", autocommit=True
        ) as owner:
            roles = owner.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [server.APP])
            if roles.fetchone() is None:
                owner.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(server.APP)))
            known = owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [server.DATABASE])
            if known.fetchone() is None:
                owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(server.DATABASE)))
    except psycopg.OperationalError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
