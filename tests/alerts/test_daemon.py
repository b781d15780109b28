"""The sensor under a real Dagster daemon, with runs of the real gates, a real web hook and a real mail server."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pytest
import yaml

from dagster_project.lake import RAW_DOCUMENTS
from dagster_project.resources.instance import prepare_instance
from dagster_project.settings import PROJECT_DIR, Home
from tests.alerts.sinks import MailSink, WebSink
from tests.processes import end

pytestmark = pytest.mark.timeout(1200)


class Daemon:
    """A Dagster daemon with the alerts turned on; it can be killed and started again."""

    def __init__(self, home: Home) -> None:
        self.home, self.log = home, home.root / "daemon.log"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = [str(Path(sys.executable).with_name("dagster-daemon")), "run", "-w", str(PROJECT_DIR / "workspace.yaml")]
        with self.log.open("a") as output:
            self.process = subprocess.Popen(command, cwd=PROJECT_DIR, stdout=output, stderr=subprocess.STDOUT)

    def kill(self) -> None:
        """Ends it as a power cut would: at once, with everything that it started."""
        assert self.process
        end(self.process, signal.SIGKILL)
        self.process = None


class Scene:
    """A home whose gates are judged by real runs, and what its channels received."""

    def __init__(self, home: Home, web: WebSink, mail: MailSink) -> None:
        self.home, self.web, self.mail, self.daemon = home, web, mail, Daemon(home)
        self.shard = next((home.lake / RAW_DOCUMENTS.name).glob("*.parquet"))
        self.sound = home.root / "sound.parquet"
        shutil.copy2(self.shard, self.sound)

    def damage(self) -> None:
        """One document no longer has the bytes of its hash."""
        frame = pl.read_parquet(self.sound)
        other = pl.when(pl.int_range(pl.len()) == 0).then(pl.lit(b"other bytes")).otherwise("content")
        frame.with_columns(other.alias("content")).write_parquet(self.shard)

    def mend(self) -> None:
        shutil.copy2(self.sound, self.shard)

    def judge(self) -> bool:
        """One run of the gates; whether all passed."""
        from dagster_project.definitions import defs

        with dg.DagsterInstance.get() as instance:
            result = defs.resolve_job_def("full_check").execute_in_process(instance=instance, raise_on_error=False)
            return all(evaluation.passed for evaluation in result.get_asset_check_evaluations())

    def report(self, checks: list[dg.AssetCheckKey], passed: bool) -> None:
        with dg.DagsterInstance.get() as instance:
            for key in checks:
                instance.report_runless_asset_event(
                    dg.AssetCheckEvaluation(asset_key=key.asset_key, check_name=key.name, passed=passed, metadata={})
                )

    def forget(self) -> None:
        self.web.received.clear()
        self.mail.received.clear()

    def both(self, enough: Callable[[WebSink | MailSink], bool]) -> None:
        for sink in (self.web, self.mail):
            sink.received.wait(lambda _, sink=sink: enough(sink))


@pytest.fixture(scope="module")
def scene(built_sample: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    home = Home(tmp_path_factory.mktemp("watched") / "home")
    shutil.copytree(built_sample.root, home.root)
    shutil.rmtree(home.root / "alerts", ignore_errors=True)
    web, mail = WebSink(), MailSink()
    channels = {"web": {"url": "${TEST_WEB}", "kinds": ["gate", "check"]}, "mail": {"url": mail.url, "kinds": ["gate", "check"]}}
    alerts = {"enabled": True, "every_seconds": 1, "retry": {"at_once": 1, "later_seconds": 1, "report_after": 100}, "channels": channels}
    inbox = {"enabled": True, "folder": str(home.root.parent / "inbox"), "every_seconds": 1, "stable_seconds": 86400}
    (home.root.parent / "inbox").mkdir()
    (home.root / "operations.yaml").write_text(yaml.safe_dump({"alerts": alerts, "inbox": inbox}))
    before = {name: os.environ.get(name) for name in ("DAGSTER_HOME", "OGI_HOME", "TEST_WEB")}
    os.environ["TEST_WEB"] = web.url
    prepare_instance(home)
    watched = Scene(home, web, mail)
    try:
        watched.daemon.start()
        yield watched
    finally:
        if watched.daemon.process:
            end(watched.daemon.process)
        web.close()
        mail.close()
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def test_bad_bad_good_under_a_daemon(scene: Scene):
    scene.damage()
    assert not scene.judge()
    scene.both(lambda sink: sink.received.count("FIRING") == 1)
    assert not scene.judge()
    scene.mend()
    assert scene.judge()
    scene.both(lambda sink: sink.received.count("RESOLVED") >= 1)
    for sink in (scene.web, scene.mail):
        assert len(sink.received) == 2, sink.received.titles
        told = sink.received[0][1]
        assert "bytes differ from their hash" in told and "report_id=" in told and "Remedy: " in told


def test_ten_failing_checks_of_one_cause_under_a_daemon(scene: Scene):
    from dagster_project.definitions import defs

    keys = sorted(defs.resolve_asset_graph().asset_check_keys, key=str)
    tests = [key for key in keys if key.asset_key.path[0] == "marts"][:10]
    assert len(tests) == 10
    scene.forget()
    scene.report(tests, passed=False)
    scene.both(lambda sink: sink.received.count("FIRING") == 1)
    scene.report(tests, passed=True)
    scene.both(lambda sink: sink.received.count("RESOLVED") == 1)
    assert len(scene.web.received) == len(scene.mail.received) == 2
    assert "(and 9 more)" in scene.web.received.titles[0]


def test_two_refusals_and_a_killed_daemon_under_a_daemon(scene: Scene):
    """The mail gets through; the web hook answers 500 twice; then the daemon is killed while the web hook is still refusing."""
    from dagster_project.definitions import defs

    one = [key for key in sorted(defs.resolve_asset_graph().asset_check_keys, key=str) if key.asset_key.path[0] == "marts"][:1]
    scene.forget()
    scene.web.broken, scene.web.refused = 2, 0
    scene.report(one, passed=False)
    scene.both(lambda sink: sink.received.count("FIRING") == 1)
    assert scene.web.refused == 2

    scene.web.broken = 1_000
    scene.report(one, passed=True)
    scene.mail.received.wait(lambda received: received.count("RESOLVED") == 1)
    until(lambda: scene.web.refused > 2)  # the web hook comes after the mail, so what the mail got is written down by now
    scene.daemon.kill()
    scene.web.broken = 0
    scene.daemon.start()
    scene.web.received.wait(lambda received: received.count("RESOLVED") == 1)
    scene.report(one, passed=False)  # a message after it shows that nothing else is under way
    scene.both(lambda sink: sink.received.count("FIRING") == 2)
    for sink in (scene.web, scene.mail):
        assert [title.split()[1] for title in sink.received.titles] == ["FIRING", "RESOLVED", "FIRING"]


def runs_of(delivery: str) -> list[dg.DagsterRun]:
    with dg.DagsterInstance.get() as instance:
        return list(instance.get_runs(dg.RunsFilter(tags={"ogi/deliveries": delivery})))


def ticks(sensor: str) -> int:
    with dg.DagsterInstance.get() as instance:
        states = [state for state in instance.all_instigator_state() if state.instigator_name == sensor]
        return sum(len(instance.get_ticks(state.instigator_origin_id, state.selector_id)) for state in states)


def until(done: Callable[[], bool], seconds: float = 600) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.5)


def test_a_complete_delivery_starts_one_run_and_a_half_copied_one_none(scene: Scene, sample_inbox: Path):
    inbox = scene.home.root.parent / "inbox"
    report = next(path for path in sorted(sample_inbox.rglob("demo_*.txt")) if path.stat().st_size > 3000)
    for delivery in ("late", "half"):
        (inbox / delivery).mkdir()
        (inbox / delivery / "report.txt").write_bytes(report.read_bytes() + f"\n（{delivery}）\n".encode())
    (inbox / "late" / "_READY").touch()
    until(lambda: any(run.is_finished for run in runs_of("late")))
    looked = ticks("inbox_deliveries")
    until(lambda: ticks("inbox_deliveries") >= looked + 2)
    assert [run.status for run in runs_of("late")] == [dg.DagsterRunStatus.SUCCESS]
    assert runs_of("half") == []
    con = duckdb.connect(str(scene.home.published_warehouse), read_only=True)
    read = con.execute("select source_uri from marts.dim_report where delivery in ('late', 'half')").fetchall()
    con.close()
    assert read == [("late/report.txt",)]


def test_no_secret_is_in_the_log_of_the_daemon_or_in_what_it_stored(scene: Scene):
    assert scene.daemon.log.stat().st_size > 0
    token = b"a-token-nobody-may-see"
    files = [scene.daemon.log, *(p for folder in ("dagster", "alerts") for p in (scene.home.root / folder).rglob("*") if p.is_file())]
    assert len(files) > 5
    assert not [file for file in files if token in file.read_bytes()]
