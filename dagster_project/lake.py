"""The tables between the stages: their columns, types and meaning, declared once.

Every frame that crosses a stage boundary is checked against these schemas (`LakeTable.conform`), is stored as Parquet
below `<home>/lake/<table>/`, and is what dbt reads as source `lake`. Column notes here feed the Dagster column schemas.
Does not belong here: reading or writing files (that is dagster_project/storage.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import polars as pl


class SchemaError(ValueError):
    """A frame does not have the declared columns or types; the message names the table and the columns."""


@dataclass(frozen=True)
class LakeTable:
    """One table between two stages. `columns` maps a name to (type, note)."""

    name: str
    note: str
    columns: dict[str, tuple[pl.DataType | type[pl.DataType], str]]

    @cached_property
    def schema(self) -> pl.Schema:
        return pl.Schema({name: dtype for name, (dtype, _) in self.columns.items()})

    def frame(self, rows: list[dict]) -> pl.DataFrame:
        """Rows as a frame of exactly this schema; a key that is not a column is an error."""
        unknown = {key for row in rows[:1] for key in row} - set(self.columns)
        if unknown:
            raise SchemaError(f"lake table {self.name}: unknown columns {sorted(unknown)}; declare them in dagster_project/lake.py")
        return pl.DataFrame(rows, schema=self.schema)

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame itself in the declared column order, or SchemaError."""
        missing, extra = set(self.columns) - set(frame.columns), set(frame.columns) - set(self.columns)
        if missing or extra:
            raise SchemaError(f"lake table {self.name}: missing columns {sorted(missing)}, unknown columns {sorted(extra)}")
        frame = frame.select(list(self.columns))
        given = frame.schema
        wrong = {n: (str(given[n]), str(t)) for n, t in self.schema.items() if given[n] != t}
        if wrong:
            raise SchemaError(f"lake table {self.name}: wrong types (is, should be) {wrong}")
        return frame


MONEY_AND_COUNTS = pl.Decimal(24, 6)
"""Counts, money and shares are decimals, never floats: 190.457379 万元 keeps its six places."""

RAW_FILES = LakeTable(
    "raw_files",
    "One row for each file (or record of a multi-record file) ever seen in an inbox.",
    {
        "source_uri": (pl.String, "path below the inbox, / as separator; a record of a corpus has #<record number> behind it"),
        "delivery": (pl.String, "top-level folder of the inbox the file lies in; '.' for files directly in the inbox"),
        "size_bytes": (pl.Int64, "size of the file when it was read"),
        "modified_ns": (pl.Int64, "modification time of the file when it was read, nanoseconds; with the size it tells an unchanged file"),
        "report_id": (pl.String, "SHA-256 of the raw bytes, lower-case hex"),
    },
)

RAW_DOCUMENTS = LakeTable(
    "raw_documents",
    "One row for each distinct content, raw bytes unchanged.",
    {
        "report_id": (pl.String, "SHA-256 of the raw bytes, lower-case hex"),
        "source_uri": (pl.String, "first path (in sorted order of the run that read it) at which the content was found"),
        "delivery": (pl.String, "delivery of that path"),
        "content": (pl.Binary, "the raw bytes"),
        "record_name": (pl.String, "a record's own address (crawl, corpus) or path (archive) in its file; null for a whole file"),
        "problem": (pl.String, "why the record could not be taken out of its file, with the remedy; null when it could"),
    },
)

NORMALISED = LakeTable(
    "normalised",
    "One row for each raw document: its text before and after cleaning, or the reason why it could not be read.",
    {
        "report_id": (pl.String, "key"),
        "source_uri": (pl.String, "from raw_documents"),
        "delivery": (pl.String, "from raw_documents"),
        "media_type": (pl.String, "text/plain, text/html, ...; what the content is, not what its name says"),
        "encoding": (pl.String, "character encoding the bytes were decoded with; null for binary formats"),
        "script": (pl.String, "simplified | traditional | mixed"),
        "contamination": (
            pl.List(pl.String),
            "kinds of damage that were repaired or set aside: pinyin, mojibake, chrome, invisible, markup, traditional, ...",
        ),
        "source_text": (pl.String, "faithful text before any cleaning; every published offset counts its code points"),
        "clean_text": (pl.String, "repaired, simplified, folded text that the readers of figures see"),
        "clean_offsets": (pl.List(pl.Int32), "for each character of clean_text, its position in source_text"),
        "clean_widths": (
            pl.List(pl.Int32),
            "for each character of clean_text, how many characters of source_text it stands for; empty when it is one for each",
        ),
        "chrome": (pl.List(pl.Int32), "start and end in clean_text of each line that is of the web page and not of the report, in order"),
        "page_starts": (pl.List(pl.Int32), "position in source_text at which each page begins; empty where the medium has no pages"),
        "metadata": (pl.String, "JSON: what the medium says beside its text (title, url, site_name, published, ...); null if nothing"),
        "readable": (pl.Boolean, "false: quarantined, see reason"),
        "reason": (pl.String, "why it was refused, with the remedy; null when readable"),
        "normaliser_version": (pl.String, "version of the code and catalogue that wrote the row"),
    },
)

DOCUMENTS = LakeTable(
    "documents",
    "One row for each raw document with its identity and what became of it. Same columns as marts.dim_report, before agencies are keyed.",
    {
        "report_id": (pl.String, "key"),
        "source_uri": (pl.String, "path below the inbox"),
        "delivery": (pl.String, "top-level folder of the inbox"),
        "media_type": (pl.String, "see normalised"),
        "encoding": (pl.String, "see normalised"),
        "script": (pl.String, "see normalised"),
        "contamination": (pl.List(pl.String), "see normalised"),
        "title": (pl.String, "title line, cleaned; null if the document has none"),
        "agency_name": (pl.String, "reporting agency in simplified script, as full as the document tells"),
        "agency_own_name": (pl.String, "what the agency is called inside its division: 教育局; 人民政府 for the division's government"),
        "agency_level": (pl.String, "national | province | prefecture | county | township | department | zone | other"),
        "division_code": (pl.String, "GB/T 2260, six digits, valid in the report year; null if unsure"),
        "report_year": (pl.Int32, "the year reported on"),
        "period_start": (pl.Date, "first day of the stated period; null if not stated"),
        "period_end": (pl.Date, "last day of the stated period; null if not stated"),
        "published_on": (pl.Date, "signature or publication date, the earlier one; null if not stated"),
        "regime_by_year": (pl.String, "r2008 | r2014 | r2019 | r2021, from the report year"),
        "regime_by_form": (pl.String, "r2008_zj | r2008_sh | r2014 | r2019 | r2021; null without a form"),
        "form_present": (pl.Boolean, "a statutory table was found in the document"),
        "area_scope": (pl.String, "own | area | unknown: figures of the agency alone or of its whole area"),
        "status": (pl.String, "accepted | quarantined | not_a_report"),
        "status_reason": (pl.String, "why it was not accepted, with the remedy; null when accepted"),
        "identity_evidence": (pl.String, "JSON: from which passage agency, year and date were taken"),
        "extractor_version": (pl.String, "version of the code and catalogue that wrote the row"),
    },
)

REPORTED_VALUES = LakeTable(
    "reported_values",
    "One row for each time an accepted report reports a figure, or leaves a cell of a form blank.",
    {
        "reported_value_id": (pl.String, "stable key: hash of report, indicator, applicant type, qualifier and evidence span"),
        "report_id": (pl.String, "the report"),
        "indicator_id": (pl.String, "id of the catalogue (seed indicators)"),
        "form": (pl.String, "r2008_zj | r2008_sh | r2014 | r2019 | r2021 | narrative"),
        "applicant_type": (pl.String, "natural_person | legal_* | total; null where the form has none"),
        "qualifier": (pl.String, "category, part or unit of the body that the figure is about; null for the plain figure"),
        "value": (MONEY_AND_COUNTS, "in `unit`; null for a blank cell"),
        "value_state": (pl.String, "number | explicit_zero | zero_from_negation | blank_cell | dash | unparseable"),
        "is_approximate": (pl.Boolean, "余, 多, 约, 近 ...: the value is a lower bound or rounded"),
        "unit": (pl.String, "standard unit of the indicator: case, count, person, person_time, 10k_yuan, yuan, percent"),
        "unit_printed": (pl.String, "unit as it stands in the text; null where none is printed"),
        "period_year": (pl.Int32, "year the figure is about; null if undecided"),
        "scope": (pl.String, "reporting_agency | sub_unit | cumulative | other_year | plan"),
        "source_kind": (pl.String, "table | prose"),
        "section": (
            pl.String,
            "kind of the section it stands in: overview, proactive, applications, review_litigation, problems_plans, other, form",
        ),
        "table_no": (pl.Int32, "number of the table in the document, from 1; null in prose"),
        "row_no": (pl.Int32, "row inside the table, from 1; null in prose"),
        "column_no": (pl.Int32, "value column inside the row, from 1; null in prose"),
        "page_no": (pl.Int32, "page, from 1; null where the medium has no pages"),
        "evidence_text": (pl.String, "source_text[evidence_start:evidence_end]"),
        "evidence_start": (pl.Int32, "first code point of the evidence in source_text"),
        "evidence_end": (pl.Int32, "end of the evidence, exclusive"),
        "value_start": (pl.Int32, "first code point of the figure itself; null for blanks and negations"),
        "value_end": (pl.Int32, "end of the figure, exclusive"),
        "extractor_version": (pl.String, "version of the code and catalogue that read it"),
        "rule_id": (pl.String, "id of the pattern or form row of the catalogue that read it"),
    },
)

NUMBERS = LakeTable(
    "numbers",
    "The number ledger: each run of digits, and each Chinese numeral used as a quantity, of an accepted report.",
    {
        "report_id": (pl.String, "the report"),
        "token": (pl.String, "source_text[token_start:token_end]"),
        "token_start": (pl.Int32, "first code point in source_text"),
        "token_end": (pl.Int32, "end, exclusive"),
        "number_class": (
            pl.String,
            "indicator | table_cell | other_statistic | percentage | year | date | doc_number | law_article | phone | postcode | address | "
            "url_or_email | enumerator | name_part | page_chrome",
        ),
        "value": (MONEY_AND_COUNTS, "the number; null where the token is no quantity"),
        "unit": (pl.String, "unit as printed; null if none"),
        "reported_value_id": (pl.String, "the reported value that the token gives; null if none"),
        "measure_text": (pl.String, "the words around it that say what is counted; null where it is no quantity"),
    },
)

SIGNALS = LakeTable(
    "signals",
    "What the readers could not use and do not ignore: an unknown label, a surplus cell, a row that cannot be placed, a share that is off.",
    {
        "report_id": (pl.String, "the report"),
        "rule_id": (pl.String, "id of the rule of the catalogue (seed rules) the signal belongs to"),
        "status": (pl.String, "pass | fail | uncertain"),
        "expected": (pl.String, "what the rule expects; null if it has no value"),
        "actual": (pl.String, "what the report says"),
        "evidence_text": (pl.String, "source_text[evidence_start:evidence_end]"),
        "evidence_start": (pl.Int32, "first code point in source_text"),
        "evidence_end": (pl.Int32, "end, exclusive"),
        "message": (pl.String, "one plain sentence for a reader"),
    },
)

LAKE_TABLES = {t.name: t for t in (RAW_FILES, RAW_DOCUMENTS, NORMALISED, DOCUMENTS, REPORTED_VALUES, NUMBERS, SIGNALS)}
