"""The catalogue: forms, indicators, labels and patterns as data, read from the same CSV files that dbt loads as seeds.

A deployment adds rows of its own in the folder $OGI_CATALOGUE: files of the same names and columns (docs/adding-a-form.md).
Belongs here: reading a seed once, with what was added, and telling its version. Does not belong here: what a seed means (its users know).
"""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from pathlib import Path

from dagster_project.settings import PACKAGE_DIR, SEEDS_DIR, catalogue_folder

Row = dict[str, str]

APPLICANT_TYPES = (
    "natural_person",
    "legal_commercial",
    "legal_research",
    "legal_public_welfare",
    "legal_law_service",
    "legal_other",
    "total",
)
"""The columns of a table by types of applicant, in the order of the forms."""
KEYS = {
    "indicators": ("regime", "indicator_id"),
    "regimes": ("form",),
    "prose_patterns": ("pattern_id",),
    "concepts": ("concept_id",),
    "rules": ("rule_id",),
}
"""Seeds whose rows have a key: an added row of the same key takes the place of the bundled one."""
AFTER = "after"
"""A column that only added rows have: they stand behind the row whose last key column holds this; else at the end."""


class CatalogueError(ValueError):
    """A seed contradicts itself or another seed; the message names the seed, the row and what to mend."""


def _read(path: Path) -> tuple[list[str], list[Row]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or []), list(reader)


@cache
def seed(name: str) -> tuple[Row, ...]:
    """All rows of a seed as strings, in file order, added rows among them. Raises CatalogueError when there is no such seed."""
    return tuple(_with_columns(name)[1])


def _with_columns(name: str) -> tuple[list[str], list[Row]]:
    path = SEEDS_DIR / f"{name}.csv"
    if not path.exists():
        raise CatalogueError(f"seed {name} is missing: {path.name} should lie in dbt/seeds; restore it from version control")
    columns, rows = _read(path)
    added = _added(name)
    return columns, _merged(name, columns, rows, *_read(added)) if added else rows


def _added(name: str) -> Path | None:
    """The file with which a deployment extends a seed."""
    folder = catalogue_folder()
    if folder and not folder.is_dir():
        raise CatalogueError(f"catalogue {folder}: there is no such folder; name one in $OGI_CATALOGUE, or leave it unset")
    path = folder / f"{name}.csv" if folder else None
    return path if path and path.exists() else None


def _merged(name: str, columns: list[str], rows: list[Row], added_columns: list[str], added: list[Row]) -> list[Row]:
    """The bundled rows with the added ones in their places."""
    if unknown := set(added_columns) - {*columns, AFTER}:
        raise CatalogueError(f"added rows of seed {name}: no column {sorted(unknown)}; the columns are {', '.join(columns)}")
    keys = KEYS.get(name, ())
    found = list(rows)
    for row in added:
        whole = {column: row.get(column) or "" for column in columns}
        places = {tuple(r[k] for k in keys): n for n, r in enumerate(found)} if keys else {}
        key, after = tuple(whole[k] for k in keys), row.get(AFTER) or ""
        if key in places:
            found[places[key]] = whole
        elif not after:
            found.append(whole)
        elif (*key[:-1], after) in places:
            found.insert(places[*key[:-1], after] + 1, whole)
        else:
            raise CatalogueError(f"added rows of seed {name}: no row {after} to stand behind {'/'.join(key)}")
    return found


def write_seeds(folder: Path) -> None:
    """Every seed with its added rows, as files for dbt."""
    for path in sorted(SEEDS_DIR.glob("*.csv")):
        columns, rows = _with_columns(path.stem)
        with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


@cache
def seeds_digest(*names: str) -> str:
    """A short digest of the named seeds, added rows included: part of the version of what reads them."""
    digest = hashlib.sha256()
    for name in names:
        digest.update((SEEDS_DIR / f"{name}.csv").read_bytes())
        if added := _added(name):
            digest.update(added.read_bytes())
    return digest.hexdigest()[:12]


@cache
def code_digest(*packages: str) -> str:
    """A short digest of the Python sources of packages below dagster_project: a reader that changed reads again what it read before."""
    digest = hashlib.sha256()
    for package in packages:
        for path in sorted((PACKAGE_DIR / package).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
