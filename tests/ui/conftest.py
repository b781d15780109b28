"""A real browser and a real Dagster UI on a free port, ended by process id when the test is over."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dagster_project.settings import PROJECT_DIR, Home
from tests.processes import end, free_port

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]


@pytest.fixture
def dagster_ui(home: Home) -> Iterator[str]:
    """Address of a Dagster UI that serves a fresh home."""
    with serving(home) as address:
        yield address


@contextmanager
def serving(home: Home, **environment: str) -> Iterator[str]:
    """Address of a Dagster UI with its daemon, started as `make ui` starts it."""
    port = free_port()
    log = home.root.parent / "dagster.log"
    command = [sys.executable, "-m", "dagster_project.cli", "ui", "--home", str(home.root), "--port", str(port)]
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=PROJECT_DIR, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, **environment})
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 400
        while True:
            try:
                urllib.request.urlopen(f"{address}/server_info", timeout=5).close()
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < deadline, log.read_text()
                time.sleep(0.5)
        yield address
    finally:
        end(process)


@pytest.fixture
def page(tmp_path: Path) -> Iterator:
    """A page of a headless Chromium; skipped, with the reason, where there is none."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser_path is None:
        pytest.skip("no Chromium on this machine; install it to test the UI (Debian: apt-get install chromium fonts-noto-cjk)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=BROWSER_OPTIONS)
        shown = browser.new_page(viewport={"width": 1600, "height": 1000})
        shown.set_default_timeout(180_000)
        try:
            yield shown
        finally:
            shown.screenshot(path=tmp_path / "last.png")
            browser.close()
