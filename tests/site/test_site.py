"""What a reader of the static site relies on: nothing outside, every link, every figure at its sentence, no blank as a zero."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

import duckdb
import pytest

from dagster_project.publishing import read_manifest
from dagster_project.settings import Home
from dagster_project.site import build_site, pages, write_site
from dagster_project.site.quality_pages import Surroundings
from tests.site.conftest import read_page

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>\x00\u202e'


def rows(warehouse: Path, sql: str) -> list[tuple]:
    con = duckdb.connect(str(warehouse), read_only=True)
    try:
        return con.execute(sql).fetchall()
    finally:
        con.close()


def html_pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) > 20
    return found


def contents(site: Path) -> dict[str, bytes]:
    return {str(path.relative_to(site)): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def test_nothing_is_loaded_from_outside(site: Path):
    for path in html_pages(site):
        for element in read_page(path).elements:
            for name in ("src", "href", "action", "srcset", "poster", "data"):
                address = element.attributes.get(name, "")
                if address != "data:,":  # the empty icon
                    assert not urlsplit(address).scheme and not address.startswith("//"), (path, element.tag, address)
    for path in (site / "static").iterdir():
        assert not re.search(r"url\(|@import|https?:|fetch\(|XMLHttpRequest|innerHTML", path.read_text(encoding="utf-8")), path


def test_every_link_leads_to_a_page_and_a_place_that_exist(site: Path):
    followed = 0
    for path in html_pages(site):
        for element in read_page(path).elements:
            for name in ("src", "href"):
                address = element.attributes.get(name)
                if not address or address == "data:,":
                    continue
                parts = urlsplit(address)
                target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
                assert target.is_file(), (path, address)
                if parts.fragment:
                    assert parts.fragment in ids(target), (path, address)
                    followed += 1
    assert followed > 1000


_IDS: dict[Path, set[str]] = {}


def ids(path: Path) -> set[str]:
    if path not in _IDS:
        _IDS[path] = set(read_page(path).by_id)
    return _IDS[path]


def test_every_document_and_agency_has_its_page(site: Path, built_sample: Home):
    warehouse = built_sample.published_warehouse
    assert {path.stem for path in (site / "report").iterdir()} == {
        key for (key,) in rows(warehouse, "select report_id from marts.dim_report")
    }
    agencies = {key for (key,) in rows(warehouse, "select agency_id from marts.dim_agency")}
    assert {path.stem for path in (site / "agency").iterdir()} == agencies
    script = (site / "search.js").read_text(encoding="utf-8")
    assert {entry[-1] for entry in json.loads(script.removeprefix("window.OGI_AGENCIES = ").rstrip(";\n"))} == agencies


def test_every_reported_value_is_linked_to_its_figure_in_the_text(site: Path, built_sample: Home):
    values = rows(
        built_sample.published_warehouse,
        """
        select report_id, reported_value_id, value_state, value_start, substr(source_text, value_start + 1, value_end - value_start)
        from marts.fct_reported_value inner join marts.report_text using (report_id)""",
    )
    assert len(values) > 1000
    shared_figures = 0
    for report_id, value_id, state, start, figure in values:
        places = read_page(site / "report" / f"{report_id}.html").by_id
        assert places[f"f-{value_id}"].attributes["href"] == f"#v-{value_id}"
        place = places[f"v-{value_id}"]
        kind = "figure" if start is not None else "negation" if state == "zero_from_negation" else "blank"
        assert place.attributes["class"] == kind
        if start is not None and place.text:
            assert place.text == figure
        elif start is not None:
            shared_figures += 1  # another value stands on the same figure and carries its text
    assert shared_figures < len(values) / 10


def test_the_text_of_a_report_is_shown_whole(site: Path, built_sample: Home):
    texts = rows(
        built_sample.published_warehouse,
        "select report_id, source_text from marts.report_text inner join marts.dim_report using (report_id) where status = 'accepted'",
    )
    assert texts
    for report_id, text in texts:
        shown = [e.text for e in read_page(site / "report" / f"{report_id}.html").elements if e.attributes.get("class") == "text"]
        assert [part.splitlines() for part in shown] == [text.splitlines()]


def test_a_blank_is_never_printed_as_a_number(site: Path, built_sample: Home):
    values = rows(built_sample.published_warehouse, "select report_id, reported_value_id, value_state from marts.fct_reported_value")
    words = {"blank_cell": "blank", "dash": "dash", "unparseable": "unreadable"}
    seen = set()
    for report_id, value_id, state in values:
        shown = read_page(site / "report" / f"{report_id}.html").by_id[f"f-{value_id}"].text
        seen.add(state)
        if state in words:
            assert shown == words[state]
        elif state == "zero_from_negation":
            assert shown.startswith("0") and "by negation" in shown
        elif state == "explicit_zero":
            assert shown.removeprefix("ca. ") == "0"
        else:
            assert re.search(r"\d", shown)
    assert {"number", "explicit_zero", "blank_cell", "zero_from_negation"} <= seen


def test_series_show_no_value_that_nobody_reported(site: Path, built_sample: Home):
    """The points and cells of an agency's page are its concept values, and blanks that say so."""
    known = {
        (agency, link)
        for agency, link in rows(
            built_sample.published_warehouse,
            """
        select agency_id, reported_value_ids[1] from marts.fct_concept_value where value_state <> 'blank_read_as_zero'""",
        )
    }
    checked = 0
    for agency in {agency for agency, _ in known}:
        for element in read_page(site / "agency" / f"{agency}.html").elements:
            link = element.attributes.get("href", "")
            shown = element.attributes.get("aria-label") or element.text
            if element.tag == "a" and "#v-" in link and not re.search(r"blank|dash|unreadable", shown.partition("(")[0]):
                assert (agency, link.partition("#v-")[2]) in known
                checked += 1
    assert checked > 100


def test_the_start_page_counts_what_is_there(site: Path, built_sample: Home):
    text = read_page(site / "index.html").by_id["main"].text
    counts = dict(rows(built_sample.published_warehouse, "select status, count(*) from marts.dim_report group by 1"))
    assert re.search(rf"Accepted\s*{counts['accepted']}\b", text)
    assert re.search(rf"Not a report\s*{counts.get('not_a_report', 0)}\b", text)


def test_the_quality_page_tells_versions_accuracy_findings_by_region_and_alerts(built_sample: Home, tmp_path: Path):
    manifest = read_manifest(built_sample.manifest) or {}
    before = manifest | {"version": "an older one", "figures": manifest["figures"] | {"quarantined": {"rows": 20, "of": 59}}}
    alert = {"severity": "error", "what": "the gate blocked", "place": "raw gate", "remedy": "copy it again", "count": 2}
    alert |= {"first_seen_at": "2026-01-01 08:00", "resolved_at": None, "messages_delivered": 2}
    write_site(built_sample.published_warehouse, manifest, tmp_path / "site", Surroundings([before, manifest], [alert]))
    page = read_page(tmp_path / "site" / "quality.html")
    text = page.by_id["main"].text
    for words in ("an older one", manifest["version"], "20 of 59", "the gate blocked", "copy it again", "lasts"):
        assert words in text
    dots = [element for element in page.elements if element.attributes.get("class") == "dot"]
    assert len(dots) >= 2 * 4, "each figure has a point for each version"
    sets = rows(built_sample.published_warehouse, "select distinct labelled_set from marts.fct_evaluation")
    assert sets and all(name in text for (name,) in sets)
    failing = rows(built_sample.published_warehouse, "select distinct rule_id from marts.fct_finding where status = 'fail'")
    assert failing and all(name in text for (name,) in failing)
    assert "浙江省" in text


def test_the_quality_page_tells_gates_and_what_was_refused(site: Path, built_sample: Home):
    text = read_page(site / "quality.html").by_id["main"].text
    manifest = read_manifest(built_sample.manifest)
    assert manifest and manifest["gates"]
    assert all(gate.replace("_", " ") in text for gate in manifest["gates"])
    for uri, reason in rows(
        built_sample.published_warehouse, "select source_uri, status_reason from marts.dim_report where status <> 'accepted'"
    ):
        assert uri in text
        assert (reason or "") in text


def test_the_dictionary_describes_every_table_and_column(site: Path, built_sample: Home):
    text = read_page(site / "dictionary.html").by_id["tables"]
    places = read_page(site / "dictionary.html").by_id
    assert text.tag == "h2"
    columns = rows(
        built_sample.published_warehouse, "select table_name, column_name, comment from duckdb_columns() where schema_name = 'marts'"
    )
    assert columns
    for table, column, comment in columns:
        described = places[f"t-{table}"].text
        assert column in described
        assert comment and " ".join(comment.split()) in " ".join(described.split())


@pytest.fixture
def hostile_warehouse(built_sample: Home, tmp_path: Path) -> Path:
    """The sample with markup in every text that comes from outside; offsets stay true."""
    path = tmp_path / "warehouse.duckdb"
    shutil.copy(built_sample.published_warehouse, path)
    con = duckdb.connect(str(path))
    con.execute("set schema = 'marts'")
    for table, column in [
        *[("dim_report", name) for name in ("title", "source_uri", "agency_name", "status_reason", "identity_evidence")],
        ("dim_agency", "agency_name"),
        ("fct_finding", "message"),
        ("fct_finding", "left_evidence"),
        ("fct_reported_value", "qualifier"),
        ("fct_reported_value", "unit_printed"),
        ("fct_number", "measure_text"),
        ("fct_number", "token"),
    ]:
        con.execute(f"update {table} set {column} = ?", [HOSTILE])
    con.execute("update report_text set source_text = replace(replace(replace(source_text, '。', '<'), '，', '&'), '、', '\"')")
    con.execute("update fct_reported_value set evidence_text = ? || evidence_text", ["<b>"])
    con.close()
    return path


def test_markup_in_reports_is_shown_and_never_obeyed(hostile_warehouse: Path, tmp_path: Path):
    out = tmp_path / "site"
    alert = {"severity": "error", "what": HOSTILE, "place": HOSTILE, "remedy": HOSTILE, "first_seen_at": "2026-01-01", "resolved_at": None}
    around = Surroundings(
        unreadable=[{"file": HOSTILE, "reason": HOSTILE, "remedy": HOSTILE}], alerts=[alert | {"count": 2, "messages_delivered": 1}]
    )
    write_site(hostile_warehouse, {}, out, around)
    for path in html_pages(out):
        text = path.read_text(encoding="utf-8")
        assert "\x00" not in text
        page = read_page(path)
        assert not [e for e in page.elements if e.tag in ("img", "b", "iframe", "object", "style")]
        assert all(re.fullmatch(r"(\.\./)?(static/site|search)\.js", e.attributes["src"]) for e in page.elements if e.tag == "script")
        assert not [name for e in page.elements for name in e.attributes if name.startswith("on")]
    headings = [e.text for path in (out / "agency").iterdir() for e in read_page(path).elements if e.tag == "h1"]
    assert headings
    assert set(headings) == {HOSTILE.replace("\x00", "\ufffd")}
    script = (out / "search.js").read_text(encoding="utf-8")
    assert "<" not in script
    entries = json.loads(script.removeprefix("window.OGI_AGENCIES = ").rstrip(";\n"))
    assert entries[0][0] == HOSTILE


def test_the_same_warehouse_gives_the_same_pages_however_many_processes_write_them(
    site: Path, built_sample: Home, tmp_path: Path, monkeypatch
):
    monkeypatch.setattr(pages, "ALONE", 0)
    monkeypatch.setattr(pages, "BATCH", 7)
    monkeypatch.setattr(pages.os, "cpu_count", lambda: 2)
    write_site(built_sample.published_warehouse, read_manifest(built_sample.manifest) or {}, tmp_path / "site")
    assert contents(tmp_path / "site") == contents(site)


def test_a_new_site_replaces_the_old_one_whole(built_sample: Home, tmp_path: Path):
    home = Home(tmp_path)
    home.published.mkdir()
    shutil.copy(built_sample.published_warehouse, home.published_warehouse)
    shutil.copy(built_sample.manifest, home.manifest)
    (home.site / "report").mkdir(parents=True)
    (home.site / "report" / "gone.html").write_text("of a report that is no more")
    build_site(home)
    assert (home.site / "index.html").is_file()
    assert not (home.site / "report" / "gone.html").exists()
    assert sorted(path.name for path in home.published.iterdir()) == ["manifest.json", "site", "warehouse.duckdb"]


def test_the_old_site_stays_when_the_new_one_fails(site: Path, tmp_path: Path):
    out = tmp_path / "site"
    shutil.copytree(site, out)
    (tmp_path / "broken.duckdb").write_bytes(b"not a database")
    with pytest.raises(duckdb.Error):
        write_site(tmp_path / "broken.duckdb", {}, out)
    assert contents(out) == contents(site)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.duckdb", "site"]
