"""Two builds of one home take turns, and a killed one does not keep the other waiting."""

from __future__ import annotations

import subprocess
import sys

from dagster_project.locking import writing

HOLDER = """
import sys
from pathlib import Path
from dagster_project.locking import writing
from dagster_project.settings import Home
with writing(Home(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_waits_for_the_first_and_a_killed_one_lets_go(home):
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(home.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    waited = []

    def on_wait() -> None:
        waited.append(holder.poll())
        holder.kill()

    with writing(home, on_wait):
        assert waited == [None]  # it was alive and held the lock
        assert holder.wait() != 0


def test_the_holder_may_enter_again_and_lets_go_in_the_end(home):
    with writing(home), writing(home):
        pass
    with writing(home, on_wait=lambda: (_ for _ in ()).throw(AssertionError("nobody holds it"))):
        pass
