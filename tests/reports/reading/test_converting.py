"""Older Word files through the converter of the machine, where it has one: the same cells as in the document they were made from."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from dagster_project.generator import generate
from dagster_project.lake import RAW_DOCUMENTS
from dagster_project.reports.pipeline import extract_batch, normalise_batch

CONVERTER = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(CONVERTER is None, reason="no LibreOffice on this machine: the refusal with its remedy is tested in test_word.py")
def test_a_real_doc_tells_every_cell(tmp_path: Path) -> None:
    report = next(r for r in generate(60, 21, media=("docx",)) if r.document.is_report and r.document.form == "r2021")
    (tmp_path / "report.docx").write_bytes(report.content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(CONVERTER), profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(tmp_path / "report.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120, stdin=subprocess.DEVNULL)
    content = (tmp_path / "report.doc").read_bytes()
    assert content.startswith(b"\xd0\xcf\x11\xe0")
    row = {"report_id": "a", "source_uri": "report.doc", "delivery": ".", "content": content}
    normalised = normalise_batch(RAW_DOCUMENTS.frame([row]))
    assert normalised["reason"].to_list() == [None]
    assert normalised["media_type"].to_list() == ["application/msword"]
    found = extract_batch(normalised).reported_values.filter(source_kind="table")
    cells = Counter(found.select("indicator_id", "applicant_type", "value").iter_rows())
    assert cells == Counter(
        (r["indicator_id"], r["applicant_type"], r["value"]) for r in report.truth_rows() if r["source_kind"] == "table"
    )
