"""The report site beside the published warehouse: built anew when the publication or the code of its pages has changed."""

from __future__ import annotations

import hashlib
import json
from functools import cache

from dagster_project.publishing import read_manifest
from dagster_project.settings import PROJECT_DIR, Home

SITE_DIR = PROJECT_DIR / "dagster_project" / "site"


@cache
def _code_digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in SITE_DIR.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        digest.update(f"{path.relative_to(SITE_DIR)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def _wanted(home: Home) -> dict[str, str]:
    return {"version": (read_manifest(home.manifest) or {}).get("version", ""), "code": _code_digest()}


def site_is_current(home: Home) -> bool:
    """Whether the site shows the published version, in the pages of today."""
    try:
        shown = json.loads((home.build / "site.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return shown == _wanted(home) and (home.site / "index.html").exists()


def refresh_site(home: Home) -> None:
    """Builds the site of the published warehouse, unless it is current."""
    if site_is_current(home):
        return
    from dagster_project.site import build_site

    build_site(home)
    home.build.mkdir(parents=True, exist_ok=True)
    (home.build / "site.json").write_text(json.dumps(_wanted(home)), encoding="utf-8")
