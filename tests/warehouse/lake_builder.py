"""A small lake written by hand: invented reports, a few figures each, in the schemas of dagster_project.lake."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path

from dagster_project.alerts.history import history_frame
from dagster_project.catalogue import APPLICANT_TYPES, seed
from dagster_project.evaluation.history import SCHEMA
from dagster_project.lake import DOCUMENTS, NORMALISED, NUMBERS, REPORTED_VALUES, SIGNALS, LakeTable
from dagster_project.storage import write_parquet

UNITS = {(r["regime"], r["indicator_id"]): r["unit"] for r in seed("indicators")}


def digest(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


class Report:
    """One document; its figures are added by `cell`, `table3` and `prose`."""

    def __init__(self, lake: Lake, **document: object) -> None:
        self.lake = lake
        self.document = document
        self.id = str(document["report_id"])
        self.year = document["report_year"]
        self.form = document["regime_by_form"]
        self.places = 0

    def _value(self, **row: object) -> Report:
        self.places += 1
        defaults: dict[str, object] = {
            "report_id": self.id,
            "applicant_type": None,
            "qualifier": None,
            "is_approximate": False,
            "period_year": self.year,
            "scope": "reporting_agency",
            "evidence_start": self.places,
            "evidence_end": self.places + 1,
            "extractor_version": "test",
            "rule_id": "test",
        }
        row = defaults | row
        key = (self.id, row["indicator_id"], row["applicant_type"], row["qualifier"], self.places)
        self.lake.values.append(row | {"reported_value_id": digest(*key)[:32]})
        return self

    def cell(self, indicator_id: str, printed: str, applicant_type: str | None = None) -> Report:
        """A cell as printed: a number, '' for a blank, '-' for a dash, '?' for something unreadable."""
        states = {"": "blank_cell", "-": "dash", "?": "unparseable", "0": "explicit_zero"}
        return self._value(
            indicator_id=indicator_id,
            form=self.form,
            applicant_type=applicant_type,
            value=None if printed in {"", "-", "?"} else Decimal(printed),
            value_state=states.get(printed, "number"),
            unit=UNITS[str(self.form), indicator_id],
            source_kind="table",
            section="form",
            table_no=1,
            row_no=self.places,
            column_no=1,
            evidence_text=f"{indicator_id} | {printed}",
        )

    def table3(self, filled: dict[str, dict[str, str]]) -> Report:
        """The whole applications table; every cell that is not given is blank."""
        for row in seed("indicators"):
            if row["regime"] == self.form and row["applicant_type"] == "*" and row["blank_means"] == "zero":
                for applicant in APPLICANT_TYPES:
                    self.cell(row["indicator_id"], filled.get(row["indicator_id"], {}).get(applicant, ""), applicant)
        return self

    def prose(self, indicator_id: str, value: str, sentence: str, section: str = "overview", **more: object) -> Report:
        return self._value(
            **{
                "indicator_id": indicator_id,
                "form": "narrative",
                "value": Decimal(value),
                "value_state": "explicit_zero" if value == "0" else "number",
                "unit": UNITS["narrative", indicator_id],
                "source_kind": "prose",
                "section": section,
                "evidence_text": sentence,
            }
            | more
        )


class Lake:
    """Collects reports and writes them as Parquet."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self.values: list[dict] = []
        self.signals: list[dict] = []
        self.numbers: list[dict] = []
        self.texts: dict[str, str] = {}

    def report(self, agency: str, year: int, form: str | None = None, *, text: str | None = None, **document: object) -> Report:
        uri = str(document.pop("uri", f"{agency}-{year}.txt"))
        regime = "r2008" if year < 2014 else "r2014" if year < 2019 else "r2019" if year < 2021 else "r2021"
        defaults: dict[str, object] = {
            "report_id": digest(uri),
            "source_uri": uri,
            "delivery": ".",
            "media_type": "text/plain",
            "encoding": "utf-8",
            "script": "simplified",
            "contamination": [],
            "agency_name": agency,
            "agency_own_name": document.get("agency_name", agency),
            "agency_level": "county",
            "report_year": year,
            "published_on": date(year + 1, 3, 1),
            "regime_by_year": regime,
            "regime_by_form": form,
            "form_present": form is not None,
            "area_scope": "own",
            "status": "accepted",
            "extractor_version": "test",
        }
        report = Report(self, **(defaults | document))
        self.texts[report.id] = text or f"{uri}的正文"
        self.reports.append(report)
        return report

    def signal(self, report: Report, rule_id: str, **row: object) -> None:
        self.signals.append({"report_id": report.id, "rule_id": rule_id, "status": "fail", "message": "测试"} | row)

    def number(self, report: Report, text: str, token: str, number_class: str) -> None:
        start = text.index(token)
        self.numbers.append(
            {
                "report_id": report.id,
                "token": token,
                "token_start": start,
                "token_end": start + len(token),
                "number_class": number_class,
                "value": Decimal(token.rstrip("%")),
                "unit": "%",
            }
        )

    def write(self, folder: Path) -> Path:
        normalised = [
            {
                key: r.document.get(key)
                for key in ("report_id", "source_uri", "delivery", "media_type", "encoding", "script", "contamination")
            }
            | {"source_text": self.texts[r.id], "clean_text": self.texts[r.id], "clean_offsets": [], "page_starts": [], "readable": True}
            for r in self.reports
        ]
        _write(folder, DOCUMENTS, [r.document for r in self.reports])
        _write(folder, NORMALISED, normalised)
        _write(folder, REPORTED_VALUES, self.values)
        _write(folder, NUMBERS, self.numbers)
        _write(folder, SIGNALS, self.signals)
        write_empty_histories(folder)
        return folder


def write_empty_histories(folder: Path) -> None:
    """What the lake holds beside reports, and nothing happened yet."""
    write_parquet(history_frame([], []), folder / "alerts" / "history.parquet")
    write_parquet(SCHEMA.to_frame(), folder / "evaluations" / "history.parquet")


def _write(folder: Path, table: LakeTable, rows: list[dict]) -> None:
    (folder / table.name).mkdir(parents=True, exist_ok=True)
    table.frame([{column: row.get(column) for column in table.columns} for row in rows]).write_parquet(folder / table.name / "part.parquet")
