"""Which folder is the inbox: the one that was named, $OGI_INBOX, or the bundled sample that is written on demand."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from dagster_project.settings import Home


class InboxError(ValueError):
    """The inbox cannot be read; the message says why and what to do."""


def choose_inbox(named: str | Path | None, home: Home) -> Path:
    """An existing, readable folder; InboxError otherwise."""
    chosen = named or os.environ.get("OGI_INBOX")
    if not chosen:
        return bundled_sample(home)
    inbox = Path(chosen).expanduser().resolve()
    if not inbox.exists():
        raise InboxError(f"inbox {inbox}: there is no such folder; name one that holds reports")
    if not inbox.is_dir():
        raise InboxError(f"inbox {inbox}: it is a file; name the folder that holds it")
    if not os.access(inbox, os.R_OK | os.X_OK):
        raise InboxError(f"inbox {inbox}: no permission to list it; give the user that runs the build read permission")
    return inbox


def bundled_sample(home: Home) -> Path:
    """The folder with the bundled sample reports, written once, whole or not at all."""
    folder = home.root / "sample_inbox"
    if not folder.exists():
        from dagster_project.generator import demo_sample

        half = folder.with_name(f".sample_inbox.{os.getpid()}")
        shutil.rmtree(half, ignore_errors=True)
        demo_sample(half)
        try:
            half.rename(folder)
        except OSError:  # another build was quicker
            shutil.rmtree(half)
            if not folder.exists():
                raise
    return folder
