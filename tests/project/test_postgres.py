"""The embedded server: started, shared, killed, found again with nothing lost. Real servers, no stand-ins."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from gongdao.kernel.refusal import Refusal
from gongdao.project import postgres
from gongdao.project.postgres import binaries, place

ROOT = Path(__file__).parents[2]
USER = """
import sys, time, psycopg
from gongdao.project import postgres
db = postgres.attach(sys.argv[1])
with psycopg.connect(host=db.host, user=db.owner, dbname=db.name, autocommit=True) as c:
    c.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
    print("ready", flush=True)
    n = 0
    while sys.argv[2] == "write" or n < 1:
        c.execute("INSERT INTO kept VALUES (%s)", [n]); n += 1
        print(n, flush=True)
time.sleep(float(sys.argv[3]))
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    # A root's server runs under another account, which must be able to walk down to its data.
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o711)
    yield tmp_path / "home"
    for process in _servers(tmp_path):
        process.kill()


def _servers(folder):
    return [
        p for p in psutil.process_iter(["cmdline"])
        if p.info["cmdline"] and "postgres" in " ".join(p.info["cmdline"]) and str(folder) in " ".join(p.info["cmdline"])
    ]  # fmt: skip


def use(home, how="once", seconds=0):
    process = subprocess.Popen(
        [sys.executable, "-c", USER, str(home), how, str(seconds)],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout.readline() == "ready\n"
    return process


def kept(home):
    database = postgres.attach(home)
    with psycopg.connect(host=database.host, user=database.user, dbname=database.name) as c:
        with psycopg.connect(
            host=database.host, user=database.owner, dbname=database.name
        ) as owner:
            found = owner.execute("SELECT max(n) FROM kept").fetchone()[0]
        assert c.execute("SELECT current_user").fetchone()[0] == "gongdao_app"
    database.leave()
    return found


def ended(folder, within=20.0):
    deadline = time.monotonic() + within
    while _servers(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not _servers(folder)


def test_two_at_once_share_one_server_which_outlives_the_first_and_ends_with_the_last(home):
    one, other = use(home), use(home, seconds=90)
    assert len([p for p in _servers(home) if "-D" in p.info["cmdline"]]) == 1
    one.communicate()
    assert _servers(home)
    other.kill()
    other.communicate()
    assert ended(home)
    assert kept(home) == 0


@pytest.mark.parametrize("victim", ["user", "keeper", "server"])
def test_after_a_kill_nothing_that_was_said_to_be_kept_is_lost(home, victim):
    writer = use(home, how="write")
    for _ in range(50):
        said = int(writer.stdout.readline())
    servers = _servers(home)
    keeper = [p for p in servers if "keeper" in " ".join(p.info["cmdline"])]
    server = [p for p in servers if "-D" in p.info["cmdline"]]
    for process in {"user": [writer], "keeper": keeper, "server": server}[victim]:
        os.kill(process.pid, signal.SIGKILL)
    writer.kill()
    rest = writer.communicate()[0].split()
    said = int(rest[-1]) if rest and rest[-1].isdigit() else said

    assert kept(home) >= said - 1


def test_a_folder_that_is_not_ours_is_refused(home):
    (home / "postgres").mkdir(parents=True)
    (home / "postgres" / "letter.txt").write_text("mine")
    with pytest.raises(Refusal) as refused:
        postgres.attach(home)
    assert refused.value.code == "database_folder_not_ours"
    assert "GONGDAO_HOME" in refused.value.sentence.zh


def test_data_of_another_version_are_refused_with_what_to_do(home):
    here = place.find(home)
    here.data.joinpath("PG_VERSION").write_text("12\n")
    with pytest.raises(Refusal) as refused:
        postgres.attach(home)
    assert refused.value.code == "database_version_differs"
    assert "12" in refused.value.sentence.en


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://somewhere/else", "database_url_wrong"),
        ("postgresql://nobody@127.0.0.1:9/none", "database_unreachable"),
    ],
)
def test_a_named_server_that_cannot_be_used_says_why(home, monkeypatch, url, code):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(Refusal) as refused:
        postgres.attach(home)
    assert refused.value.code == code


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try as somebody else")
def test_nobody_else_can_reach_the_server(home):
    user = use(home, seconds=2)
    socket = place.find(home).socket
    psql = binaries.find(made_by=None).program("psql")
    command = [str(psql), "-h", str(socket), "-U", "gongdao_app", "gongdao", "-c", "select 1"]
    stranger = subprocess.run(command, user=65533, group=65533, capture_output=True, check=False)
    user.kill()
    user.communicate()
    assert stranger.returncode != 0
