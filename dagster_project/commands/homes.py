"""Homes and inboxes as a user names them: checked before any work starts, with the remedy when they cannot be used."""

from __future__ import annotations

import os
from pathlib import Path

from dagster_project.engines.reading import extract_run, normalise_run
from dagster_project.ingest.inbox import choose_inbox
from dagster_project.ingest.scan import walk
from dagster_project.settings import Home
from dagster_project.storage import RAW, RAW_VERSION, Lake


class WrongUse(Exception):
    """The command cannot be done as it was given: exit status 2. The message names the thing, the reason and the remedy."""


def writable_home(named: Path | None) -> Home:
    """The home, created when missing."""
    home = Home.resolve(named)
    try:
        home.root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUse(f"home {home.root}: {error.strerror}; name a folder that can be written (--home DIR)") from error
    if not os.access(home.root, os.R_OK | os.W_OK | os.X_OK):
        raise WrongUse(f"home {home.root}: no permission to write it; give this user the permission, or name another folder (--home DIR)")
    return home


def published_home(named: Path | None) -> Home:
    """A home with a published warehouse."""
    home = Home.resolve(named)
    if not home.published_warehouse.exists():
        raise WrongUse(f"{home.published_warehouse}: nothing is published below this home; run: ogi build --home {home.root}")
    if not os.access(home.published_warehouse, os.R_OK):
        raise WrongUse(f"{home.published_warehouse}: no permission to read it; give this user read permission")
    return home


def built_home(named: Path | None) -> Home:
    """A published home whose lake was written by this version of the readers."""
    home = published_home(named)
    lake = Lake(home.lake)
    for run in (normalise_run(), extract_run()):
        if lake.shards(run.stage, run.version) != lake.shards(run.source_stage, run.source_version):
            raise WrongUse(f"home {home.root}: it was built by another version of ogi; run: ogi build --home {home.root}")
    return home


def usable_inbox(named: Path | None, home: Home, deliveries: list[str]) -> Path:
    """An inbox that can be listed, and that holds a file unless the home already holds documents."""
    inbox = choose_inbox(named, home)
    unknown = [name for name in deliveries if name != "." and not (inbox / name).is_dir()]
    if unknown:
        raise WrongUse(f"inbox {inbox}: it has no delivery {', '.join(unknown)}; a delivery is a folder directly in the inbox")
    if not Lake(home.lake).shards(RAW, RAW_VERSION) and next(iter(walk(inbox, deliveries, [home.root])), None) is None:
        raise WrongUse(f"inbox {inbox}: it holds no files; put reports there or name another folder (--inbox DIR)")
    return inbox
