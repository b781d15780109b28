"""Pieces of Word documents in, their rendition out; older kinds through a converter."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from dagster_project.reports.model import ReadDocument, Unreadable
from dagster_project.reports.reading import read_document

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def docx(body: str, *, namespace: str = W, **parts: str) -> bytes:
    """A document with this body; `parts`: numbering, core."""
    names = {"numbering": "word/numbering.xml", "core": "docProps/core.xml"}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>')
        for key, content in parts.items():
            archive.writestr(names[key], content)
    return file.getvalue()


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p>{properties}{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def cell(words: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{words if words.startswith('<') else paragraph(words)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def lines(body: str, **parts: str) -> list[str]:
    return read_document(docx(body, **parts), "report.docx").text.splitlines()


def test_runs_of_one_paragraph_are_one_line() -> None:
    assert lines(paragraph("公开政府", "信息1", "2条") + "<w:p/>" + paragraph("完")) == ["公开政府信息12条", "完"]


def test_the_strict_kind_of_document_is_read_too() -> None:
    assert read_document(docx(paragraph("报告"), namespace=STRICT), "a.docx").text == "报告\n"


def test_breaks_and_tabs_part_words() -> None:
    run = "<w:p><w:r><w:t>规章</w:t><w:tab/><w:t>2</w:t><w:br/><w:t>许可</w:t><w:noBreakHyphen/><w:t>3</w:t></w:r></w:p>"
    assert lines(run) == ["规章\t2", "许可-3"]


def test_deleted_and_moved_text_is_not_read_and_inserted_text_is() -> None:
    deleted = "<w:del><w:r><w:delText>99</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>88</w:t></w:r></w:moveFrom>"
    inserted = "<w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:hyperlink><w:r><w:t>条</w:t></w:r></w:hyperlink>"
    assert lines(f"<w:p><w:r><w:t>公开</w:t></w:r>{deleted}{inserted}</w:p>") == ["公开12条"]


def test_field_codes_are_not_text_but_their_results_are() -> None:
    field = "<w:r><w:instrText>HYPERLINK 2019</w:instrText></w:r><w:r><w:t>网址</w:t></w:r>"
    assert lines(f"<w:p>{field}</w:p>") == ["网址"]


def test_merged_cells_keep_every_column_in_its_place() -> None:
    first = (
        cell("类别", '<w:vMerge w:val="restart"/>') + cell("法人", '<w:gridSpan w:val="2"/>') + cell("总计", '<w:vMerge w:val="restart"/>')
    )
    second = cell("", "<w:vMerge/>") + cell(paragraph("商业") + paragraph("企业")) + cell("其他") + cell("", '<w:vMerge w:val="continue"/>')
    third = cell("结果") + cell("0") + cell("") + cell("12")
    assert lines(table(first, second, third)) == ["| 类别 | 法人 |  | 总计 |", "|  | 商业 企业 | 其他 |  |", "| 结果 | 0 |  | 12 |"]


def test_a_row_that_begins_further_right_keeps_its_columns() -> None:
    row = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("规章") + cell("1")
    assert lines(table(cell("甲") + cell("乙") + cell("丙"), row)) == ["| 甲 | 乙 | 丙 |", "|  | 规章 | 1 |"]


def test_a_deleted_row_is_not_read() -> None:
    deleted = "<w:trPr><w:del/></w:trPr>" + cell("旧") + cell("9")
    assert lines(table(deleted, cell("新") + cell("1"))) == ["| 新 | 1 |"]


def test_a_table_in_a_table_keeps_its_rows() -> None:
    inner = table(cell("规章") + cell("2"))
    assert lines(table(cell(paragraph("二、主动公开") + inner + "<w:p/>"))) == ["二、主动公开", "| 规章 | 2 |"]


def test_content_controls_and_text_boxes_are_read() -> None:
    box = f"<w:p><w:r><w:t>正文</w:t><w:pict><w:txbxContent>{paragraph('框内')}</w:txbxContent></w:pict></w:r></w:p>"
    assert lines(f"<w:sdt><w:sdtContent>{box}</w:sdtContent></w:sdt>") == ["正文", "框内"]


def test_automatic_numbers_are_printed_as_word_prints_them() -> None:
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2 "/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="x"/></w:lvl>'
    )
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )

    def numbered(words: str, level: int) -> str:
        properties = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr></w:pPr>'
        return paragraph(words, properties=properties)

    body = (
        numbered("概述", 0) + numbered("网站", 1) + numbered("公报", 1) + "".join(numbered("章", 0) for _ in range(10)) + numbered("点", 2)
    )
    found = lines(body, numbering=numbering)
    assert found[:4] == ["一、概述", "一.1 网站", "一.2 公报", "二、章"]
    assert found[-2:] == ["十一、章", "点"]


def test_the_properties_are_metadata() -> None:
    core = '<c xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>年报</d:title><d:creator>某县</d:creator></c>'
    assert read_document(docx(paragraph("报告"), core=core), "a.docx").metadata == {"title": "年报", "author": "某县"}


def test_a_document_of_pictures_needs_recognition() -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(docx("<w:p><w:r><w:drawing/></w:r></w:p>"), "a.docx")
    assert refused.value.reason == "needs_ocr"


@pytest.mark.parametrize("name", ["report.docx", "report.doc"])
def test_a_torn_document_is_refused_with_the_remedy(name: str) -> None:
    content = docx(paragraph("报告" * 400))
    with pytest.raises(Unreadable, match="fetch it again") as refused:
        read_document(content[: len(content) // 2], name)
    assert refused.value.reason == "broken_docx"


def test_a_part_that_is_not_well_formed_is_refused() -> None:
    with pytest.raises(Unreadable, match="save it again"):
        read_document(docx("<w:p>"), "a.docx")


def test_entities_of_a_hostile_document_are_not_unfolded() -> None:
    file = io.BytesIO()
    bomb = '<!DOCTYPE x [<!ENTITY a "公开公开"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/hostname">]>'
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'{bomb}<w:document xmlns:w="{W}"><w:p><w:r><w:t>报告&b;&c;</w:t></w:r></w:p></w:document>')
    assert read_document(file.getvalue(), "a.docx").text == "报告\n"


# --- older kinds


def converter(folder: Path, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_an_older_document_without_a_converter_names_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for content, name in ((OLE, "report.doc"), (OLE, "report.wps"), (b"{\\rtf1 x}", "report.doc")):
        with pytest.raises(Unreadable, match="install LibreOffice") as refused:
            read_document(content, name)
        assert refused.value.reason == "needs_converter"


@pytest.fixture
def converted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def test_an_older_document_is_read_through_the_converter(converted: Path) -> None:
    (converted / "made.docx").write_bytes(docx(paragraph("报告")))
    converter(converted, f'for last; do :; done; cp "{converted}/made.docx" "${{last%.doc}}.docx"')
    document: ReadDocument = read_document(OLE, "report.doc")
    assert (document.text, document.media_type) == ("报告\n", "application/msword")


@pytest.mark.parametrize("script", ["exit 1", "exit 0"])
def test_a_converter_that_fails_is_told(converted: Path, script: str) -> None:
    converter(converted, script)
    with pytest.raises(Unreadable, match=r"save it as \.docx") as refused:
        read_document(OLE, "report.doc")
    assert refused.value.reason == "conversion_failed"
