"""The site of the sample warehouse, built once, and a reader of its pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dagster_project.publishing import read_manifest
from dagster_project.settings import Home
from dagster_project.site import write_site
from tests.conftest import Once

VOID = {"meta", "link", "input", "br", "img", "line", "rect", "circle", "path"}


@dataclass
class Element:
    """An element of a page with its attributes and all text below it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """The elements of a page, and those with an id."""

    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    @property
    def by_id(self) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for element in self.elements:
            name = element.attributes.get("id")
            if name:
                assert name not in found, f"id {name} twice"
                found[name] = element
        return found


@cache
def read_page(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    page.close()
    return page


@pytest.fixture(scope="session")
def site(built_sample: Home, once: Once) -> Path:
    """The site of the sample; read it, do not change it."""
    manifest = read_manifest(built_sample.manifest) or {}
    return once("site", lambda folder: write_site(built_sample.published_warehouse, manifest, folder / "site")) / "site"
