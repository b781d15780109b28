"""The catalogue: forms, indicators, labels and patterns as data, read from the same CSV files that dbt loads as seeds.

Belongs here: reading a seed once and telling its version. Does not belong here: what a seed means (its users know).
"""

from __future__ import annotations

import csv
import hashlib
from functools import cache

from dagster_project.settings import PACKAGE_DIR, SEEDS_DIR

Row = dict[str, str]


class CatalogueError(ValueError):
    """A seed contradicts itself or another seed; the message names the seed, the row and what to mend."""


@cache
def seed(name: str) -> tuple[Row, ...]:
    """All rows of dbt/seeds/<name>.csv as strings, in file order. Raises CatalogueError when there is no such seed."""
    path = SEEDS_DIR / f"{name}.csv"
    if not path.exists():
        raise CatalogueError(f"seed {name} is missing: {path.name} should lie in dbt/seeds; restore it from version control")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def seeds_digest(*names: str) -> str:
    """A short digest of the named seeds: part of the version of what reads them."""
    digest = hashlib.sha256()
    for name in names:
        digest.update((SEEDS_DIR / f"{name}.csv").read_bytes())
    return digest.hexdigest()[:12]


@cache
def code_digest(*packages: str) -> str:
    """A short digest of the Python sources of packages below dagster_project: a reader that changed reads again what it read before."""
    digest = hashlib.sha256()
    for package in packages:
        for path in sorted((PACKAGE_DIR / package).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
