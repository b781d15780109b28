"""Two builds of one lake give the same tables, row by row."""

from __future__ import annotations


def contents(warehouse):
    tables = [t for (t,) in warehouse.rows("select table_name from information_schema.tables where table_schema = 'marts' order by 1")]
    return {t: warehouse.rows(f"select * from marts.{t}{' order by all' if t == 'mart_series' else ''}") for t in tables}


def test_a_rebuild_gives_identical_tables(warehouse, build, invented_folder, tmp_path):
    again = build(invented_folder, tmp_path / "warehouse.duckdb")
    first, second = contents(warehouse), contents(again)
    assert len(first) >= 20
    assert [t for t in first if first[t] != second[t]] == []
