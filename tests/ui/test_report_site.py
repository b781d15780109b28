"""A reader opens the site from a folder: finds an agency, opens a point of a series, and sees the sentence behind it."""

from __future__ import annotations

from pathlib import Path

from dagster_project.publishing import read_manifest
from dagster_project.settings import Home
from dagster_project.site import write_site


def test_from_a_search_to_the_sentence_of_a_figure(page, built_sample: Home, tmp_path: Path):
    site = tmp_path / "site"
    write_site(built_sample.published_warehouse, read_manifest(built_sample.manifest) or {}, site)
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto((site / "index.html").as_uri())
    agency = page.locator(".tree .agencies a").first.text_content()
    page.fill("#search", agency)
    found = page.locator("#search-results a", has_text=agency).first
    found.click()
    assert page.locator("h1").text_content() == agency

    point = page.locator("svg.chart a").first
    value = point.get_attribute("href").partition("#")[2]
    point.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#{value}")
    place = page.locator(f"#{value}")
    passage = place.locator("xpath=ancestor::span[@class='passage']")
    marked = passage.evaluate("e => getComputedStyle(e).backgroundColor")
    plain = page.locator(".text").evaluate("e => getComputedStyle(e).backgroundColor")
    assert marked not in (plain, "rgba(0, 0, 0, 0)")
    top = passage.bounding_box()["y"]
    assert 0 <= top < page.viewport_size["height"]

    page.goto((site / "dictionary.html").as_uri())
    everything = page.locator("[data-entry]:visible").count()
    page.fill("#filter", "予以公开")
    assert 0 < page.locator("[data-entry]:visible").count() < everything

    assert not complaints
    assert asked
    assert all(url.startswith(("file:", "data:")) for url in asked)
