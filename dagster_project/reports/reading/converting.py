"""Older word processor files (.doc, .wps, .rtf, .odt) through a converter of the machine, if it has one.

The only reader that needs more than the bytes: a program on the PATH, run in a folder of its own for a bounded time. Does not belong here:
reading what comes out (docx.py).
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from dagster_project.reports.model import ReadDocument, Unreadable
from dagster_project.reports.reading.docx import read_docx

_CONVERTERS = ("soffice", "libreoffice")
_SECONDS = 25
"""Less than the pool of readers gives a document, so that what is told is the reason and not that a process was ended."""
_SUFFIXES = {"application/msword": ".doc", "application/rtf": ".rtf", "application/vnd.oasis.opendocument.text": ".odt"}
_BY_HAND = "save it as .docx, or install LibreOffice on the machine that runs the build"


def convert_and_read(media_type: str, content: bytes, name: str) -> ReadDocument:
    """The text of a file of an older kind. Raises Unreadable `needs_converter` where no converter is installed."""
    program = next(filter(None, map(shutil.which, _CONVERTERS)), None)
    if program is None:
        raise Unreadable("needs_converter", f"{name}: {media_type} needs a converter, and none is installed; {_BY_HAND}")
    return replace(read_docx(_converted(program, content, _SUFFIXES[media_type], name), name), media_type=media_type)


def _converted(program: str, content: bytes, suffix: str, name: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="ogi-convert-") as folder:
        source = Path(folder, f"document{suffix}")
        source.write_bytes(content)
        profile = Path(folder, "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "docx", "--outdir", folder]
        try:
            subprocess.run([*command, str(source)], capture_output=True, timeout=_SECONDS, check=True, stdin=subprocess.DEVNULL)
            return source.with_suffix(".docx").read_bytes()
        except subprocess.TimeoutExpired as error:
            raise Unreadable("conversion_failed", f"{name}: the converter took longer than {_SECONDS} s; {_BY_HAND}") from error
        except (subprocess.CalledProcessError, OSError) as error:
            raise Unreadable("conversion_failed", f"{name}: the converter could not read it ({error}); {_BY_HAND}") from error
