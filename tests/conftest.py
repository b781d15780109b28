"""What tests of all parts share: homes, inboxes, one warehouse built from the sample, and the real reports where they are at hand."""

from __future__ import annotations

import fcntl
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from dagster_project.settings import PROJECT_DIR, Home


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the real reports and their labels, which is not part of the project."""
    folder = Path(os.environ.get("OGI_SHARED") or PROJECT_DIR.parent / "shared")
    if not (folder / "reports").is_dir():
        pytest.skip(f"the real reports are not here ({folder}); name their folder in $OGI_SHARED")
    return folder


@pytest.fixture(scope="session", autouse=True)
def _quiet_and_alone(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test writes to the home of the user who runs it."""
    os.environ.pop("OGI_INBOX", None)
    os.environ["OGI_EVALUATED_REPORTS"] = "6"  # a build of a test need not measure the reader well
    os.environ["OGI_HOME"] = str(tmp_path_factory.mktemp("default_home"))
    os.environ["GX_ANALYTICS_ENABLED"] = "false"


Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Makes a folder once for all processes that share the tests: who needs it first makes it, who needs it meanwhile waits for it."""
    own = tmp_path_factory.getbasetemp()
    root = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def once(name: str, make: Callable[[Path], object]) -> Path:
        folder, made = root / name, root / f"{name}.made"
        with (root / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                shutil.rmtree(folder, ignore_errors=True)  # what a failed attempt left
                folder.mkdir()
                make(folder)
                made.touch()
        return folder

    return once


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def run_ogi(*arguments: str | Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The command line as a user runs it: a process of its own."""
    command = [sys.executable, "-m", "dagster_project.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=PROJECT_DIR, env={**os.environ, **(env or {})}, check=False)


@dataclass(frozen=True)
class Answer:
    """What a command said, and its exit status."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def ogi(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """The command line inside this process, which has its libraries imported already: seconds less for each call."""

    def call(*arguments: str | Path, env: dict[str, str] | None = None) -> Answer:
        from dagster_project.cli import main

        said, complained = io.StringIO(), io.StringIO()
        with monkeypatch.context() as patch, redirect_stdout(said), redirect_stderr(complained):
            patch.setattr(sys, "argv", ["ogi", *map(str, arguments)])
            for name, value in {**os.environ, **(env or {})}.items():
                patch.setenv(name, value)  # what the command sets is taken back too
            try:
                main()
                status = 0
            except SystemExit as end:
                status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        return Answer(status, said.getvalue(), complained.getvalue())

    return call


@pytest.fixture(scope="session")
def sample_inbox(once: Once) -> Path:
    """The bundled sample reports."""
    from dagster_project.generator import demo_sample

    return once("sample", lambda folder: demo_sample(folder / "inbox")) / "inbox"


@pytest.fixture(scope="session")
def built_sample(sample_inbox: Path, once: Once) -> Home:
    """A warehouse built from the sample by the command line; read it, do not change it."""

    def build(folder: Path) -> None:
        answer = run_ogi("build", "--inbox", sample_inbox, "--home", folder / "home")
        assert answer.returncode == 0, answer.stdout + answer.stderr

    return Home(once("built", build) / "home")


@pytest.fixture
def own_sample(built_sample: Home, sample_inbox: Path, tmp_path: Path) -> tuple[Home, Path]:
    """A copy of the built home and of its inbox, to change at will. Times of files are kept, so that nothing looks new."""
    shutil.copytree(built_sample.root, tmp_path / "home")
    shutil.copytree(sample_inbox, tmp_path / "inbox")
    return Home(tmp_path / "home"), tmp_path / "inbox"
