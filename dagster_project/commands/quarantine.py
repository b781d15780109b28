"""`ogi quarantine`: what was refused and why, and what can be done about it."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from dagster_project.commands.homes import WrongUse
from dagster_project.commands.sql import print_rows
from dagster_project.locking import writing
from dagster_project.quarantine import Entry, NotInQuarantine, Quarantine
from dagster_project.releases import forget_reading, release
from dagster_project.reports.model import Unreadable
from dagster_project.reports.reading.decoding import decode
from dagster_project.settings import Home

SHOWN_CHARACTERS = 800
THEN_BUILD = "Publish it with: ogi build"


def _entry(home: Home, name: str) -> Entry:
    try:
        return Quarantine(home).find(name)
    except NotInQuarantine as error:
        raise WrongUse(str(error)) from error


def list_entries(home: Home, how: str) -> None:
    """One line a refused file or document."""
    rows: list[tuple] = [(e.id, e.kind, e.file, e.code, e.reason, e.remedy) for e in Quarantine(home).entries()]
    print_rows(["id", "kind", "file", "code", "reason", "remedy"], rows, how)


def show_entry(home: Home, name: str, console: Console) -> None:
    """Everything about one: the reason, where its bytes are, how they begin, and what can be done."""
    entry = _entry(home, name)
    told = {
        "id": entry.id,
        "file": entry.file,
        "report_id": entry.report_id or "none: its bytes could not be read",
        "expectation": entry.expectation,
        "reason": entry.reason,
        "remedy": entry.remedy,
        "copy": str(entry.copy) if entry.copy else "none",
    }
    for label, value in told.items():
        console.print(f"{label}: {value}", markup=False, highlight=False, soft_wrap=True)
    if entry.copy:
        console.print(f"begins with: {_beginning(entry.copy)}", markup=False, highlight=False, soft_wrap=True)
    for line in (
        f"Mended?  ogi quarantine release {entry.id} --file MENDED",
        f"Rightly refused?  ogi quarantine release {entry.id} --note WHY",
        f"Read it again, after a converter or a newer ogi was installed?  ogi quarantine retry {entry.id}",
    ):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _beginning(copy: Path) -> str:
    content = copy.read_bytes()
    if not content:
        return "nothing: it is empty"
    try:
        return decode(content, copy.name)[0][:SHOWN_CHARACTERS]
    except Unreadable:
        return f"{content[:32].hex(' ')} ... (no text)"


def release_entry(home: Home, name: str, mended: Path | None, note: str, console: Console) -> None:
    """Puts a mended copy in its place, or notes why it stays refused."""
    if mended is None and not note:
        raise WrongUse("release: name the mended copy (--file FILE), or say why it stays refused (--note WHY)")
    if mended is not None and not mended.is_file():
        raise WrongUse(f"{mended}: there is no such file")
    with writing(home):
        entry = _entry(home, name)
        try:
            decision = release(home, entry, mended, note)
        except NotInQuarantine as error:
            raise WrongUse(str(error)) from error
        Quarantine(home).remove(entry)
    if decision.mended:
        told = f"{entry.file}: the mended copy {decision.mended[:12]} takes its place. {THEN_BUILD}"
    else:
        told = f"{entry.file}: it stays refused, and out of the quarantine"
    console.print(told, markup=False, highlight=False, soft_wrap=True)


def retry_entries(home: Home, names: list[str], console: Console) -> None:
    """Has documents read again by the next build; all of them when none is named."""
    with writing(home):
        entries = [_entry(home, name) for name in names] if names else Quarantine(home).entries()
        ids = {entry.report_id for entry in entries if entry.report_id}
        again = forget_reading(home, ids)
    files = sum(entry.report_id is None for entry in entries)
    told = f"{len(ids)} documents are read again, with {max(0, again - len(ids))} that were read together with them"
    console.print(f"{told}; {files} files are tried at every build. {THEN_BUILD}", markup=False, highlight=False, soft_wrap=True)
