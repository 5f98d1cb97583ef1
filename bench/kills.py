"""Killing the program at random moments of a replay: nothing lost, nothing double, the books whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from itertools import zip_longest
from time import sleep

ORDERS = 3_000


def measure(*, times: int, home: str) -> None:
    """Kill it so many times, let it finish, prove it; and compare with a replay that was left in peace."""
    chance = random.Random(3)
    command = [
        sys.executable,
        "-c",
        "from gongdao.project.main import main; main()",
        "demo",
        "--orders",
        str(ORDERS),
        "--no-serve",
    ]
    killed = 0
    for _ in range(times):
        running = subprocess.Popen(
            command,
            env=_home(home),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        sleep(1.5 + chance.random() * 3)
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
            killed += 1
        running.wait()
    ends = []
    for place in (home, f"{home}-peace"):
        done = subprocess.run(
            command, env=_home(place), capture_output=True, text=True, check=False
        )
        figures = [line for line in done.stdout.splitlines() if "│" in line and "CNY" in line]
        prove = [*command[:3], "prove"]
        whole = subprocess.run(prove, env=_home(place), capture_output=True, text=True, check=False)
        ends.append((figures, whole.returncode))
    same = ends[0] == ends[1]
    print(
        f"kills: killed {killed} times; the books are {'whole' if ends[0][1] == 0 else 'BROKEN'}, "
        f"and {'equal to' if same else 'DIFFERENT from'} those of a replay in peace"
    )
    for killed_line, peaceful_line in zip_longest(ends[0][0], ends[1][0], fillvalue="(none)"):
        if killed_line != peaceful_line:
            print(f"  killed:   {killed_line}\n  in peace: {peaceful_line}")


def _home(home: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GONGDAO_DB")}
    return kept | {"GONGDAO_HOME": home}
