"""The relations between the stages and the private warehouse, counted by SQL: nothing lost, nothing added, nothing changed.

Each relation is one statement that gives `expected`, `actual` and up to three examples; the suite expectations/warehouse.json
says why each must hold. Only counts leave the database, so the cost stays level however many rows there are.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import duckdb

from dagster_project.engines.reading import extractor_version
from dagster_project.reports import pipeline
from dagster_project.settings import Home
from dagster_project.storage import RAW_VERSION, version_tag

if TYPE_CHECKING:
    import pandas as pd

CONTRACT_TABLES = (
    "dim_report",
    "report_text",
    "fct_reported_value",
    "fct_number",
    "dim_indicator",
    "dim_concept",
    "dim_regime",
    "dim_applicant_type",
    "dim_agency",
    "dim_division",
    "dim_year",
    "bridge_concept_indicator",
    "fct_concept_value",
    "fct_application",
    "fct_legal_challenge",
    "fct_proactive_disclosure",
    "fct_finding",
    "fct_coverage",
)

MEMORY = "800MB"
"""What does not fit goes to the disk: the gate works in the same memory however many rows there are."""

RELATIONS = {
    "every_document_normalised": """
        select (select count(*) from raw), (select count(*) from raw semi join normalised using (report_id)),
            (select list(source_uri) from (from raw anti join normalised using (report_id) limit 3))""",
    "every_document_extracted": """
        select (select count(*) from normalised), (select count(*) from normalised semi join documents using (report_id)),
            (select list(source_uri) from (from normalised anti join documents using (report_id) limit 3))""",
    "every_document_in_dim_report": """
        select (select count(*) from documents), (select count(*) from marts.dim_report),
            (select list(source_uri) from (from documents anti join marts.dim_report using (report_id) limit 3))""",
    "read_equals_accepted_and_refused": """
        with judged as (
            from marts.dim_report
            select *, coalesce(status in ('accepted', 'quarantined', 'not_a_report', 'duplicate', 'superseded'), false) as known)
        select count(*), count(*) filter (known), (list(source_uri) filter (not known))[:3] from judged""",
    "every_text_published": """
        select (select count(*) from normalised where readable and source_text is not null),
            (select count(*) from marts.report_text semi join (from normalised where readable) using (report_id)),
            (select list(source_uri) from (from normalised anti join marts.report_text using (report_id) where readable limit 3))""",
    "reported_values_kept": """
        with accepted as (from reported_values semi join (from marts.dim_report where status = 'accepted') using (report_id))
        select (select count(*) from accepted),
            (select count(*) from accepted semi join marts.fct_reported_value using (reported_value_id)),
            (select list(reported_value_id) from (from accepted anti join marts.fct_reported_value using (reported_value_id) limit 3))""",
    "reported_values_invented": """
        select 0, count(*), list(reported_value_id)[:3]
        from marts.fct_reported_value anti join reported_values using (reported_value_id)""",
    "evidence_unchanged": """
        select 0, count(*), list(reported_value_id)[:3]
        from marts.fct_reported_value as published inner join reported_values as read using (reported_value_id)
        where (published.report_id, published.indicator_id, published.value, published.value_state, published.scope, published.period_year,
               published.evidence_text, published.evidence_start, published.evidence_end, published.value_start, published.value_end)
            is distinct from (read.report_id, read.indicator_id, read.value, read.value_state, read.scope, read.period_year,
               read.evidence_text, read.evidence_start, read.evidence_end, read.value_start, read.value_end)""",
    "digits_accounted": """
        with texts as (
            select report_id, length(regexp_replace(source_text, '[^0-9０-９]', '', 'g')) as digits
            from marts.report_text semi join (from marts.dim_report where status = 'accepted') using (report_id)),
        ledger as (
            select report_id, sum(length(regexp_replace(token, '[^0-9０-９]', '', 'g'))) as digits from marts.fct_number group by report_id)
        select sum(texts.digits)::bigint, sum(coalesce(ledger.digits, 0))::bigint,
            (list(report_id) filter (texts.digits is distinct from coalesce(ledger.digits, 0)))[:3]
        from texts left join ledger using (report_id)""",
    "ledger_without_overlap": """
        select 0, count(*), list(report_id || ' at ' || token_start)[:3]
        from (from marts.fct_number
              qualify token_start < max(token_end) over (
                  partition by report_id order by token_start, token_end rows between unbounded preceding and 1 preceding))""",
}


def open_private(home: Home) -> duckdb.DuckDBPyConnection:
    """The private warehouse read-only, with the lake of the current versions beside it as views."""
    spill = str(home.build / "spill").replace("'", "''")
    con = duckdb.connect(str(home.building_warehouse), read_only=True)
    con.execute(f"set memory_limit = '{MEMORY}'; set temp_directory = '{spill}'; set preserve_insertion_order = false")
    versions = {
        "raw": ("raw_documents", RAW_VERSION),
        "normalised": ("normalised", pipeline.NORMALISER_VERSION),
        "documents": ("documents", extractor_version()),
        "reported_values": ("reported_values", extractor_version()),
    }
    for view, (table, version) in versions.items():
        pattern = str(home.lake / table / f"*-{version_tag(version)}.parquet").replace("'", "''")
        con.execute(f"create temp view {view} as from read_parquet('{pattern}')")
    return con


def tables_of(con: duckdb.DuckDBPyConnection, schema: str = "marts") -> list[str]:
    """Names of the tables and views of a schema of the database that was opened, sorted."""
    found = con.execute(
        "select table_name from information_schema.tables where table_schema = ? and table_catalog = current_database() order by 1",
        [schema],
    )
    return [name for (name,) in found.fetchall()]


def relations_audit(home: Home, *, again: bool = True) -> pd.DataFrame:
    """A row a relation: relation, expected, actual, examples. What SQL cannot compute is left out, which the suite notices.

    `again` changes nothing: the private warehouse is always new.
    """
    import pandas as pd

    con = open_private(home)
    try:
        present = tables_of(con)
        missing = sorted(set(CONTRACT_TABLES) - set(present))
        rows = [("contract_tables", len(CONTRACT_TABLES), len(CONTRACT_TABLES) - len(missing), ", ".join(missing))]
        for name, sql in RELATIONS.items():
            try:
                expected, actual, examples = con.execute(sql).fetchall()[0]
            except duckdb.CatalogException:
                continue  # a table is missing: contract_tables says which
            rows.append((name, expected or 0, actual or 0, ", ".join(str(example) for example in examples or [])))
    finally:
        con.close()
    failed = failed_dbt_tests(home)
    rows.append(("dbt_tests_failed", 0, len(failed), "; ".join(failed[:3])))
    return pd.DataFrame(rows, columns=["relation", "expected", "actual", "examples"])


def failed_dbt_tests(home: Home) -> list[str]:
    """What dbt's own tests of severity error say about the private warehouse."""
    state = json.loads((home.build / "warehouse.json").read_text(encoding="utf-8"))
    return [
        f"{node['name']}: {node['message']}" for node in state["nodes"] if node["kind"] == "test" and node["status"] in {"fail", "error"}
    ]
