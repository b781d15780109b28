"""The one place of configuration: where things are, and the defaults of what may be chosen.

Belongs here: paths and names. Does not belong here: anything that reads or writes them.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PACKAGE_DIR = Path(__file__).resolve().parent
PROJECT_DIR = PACKAGE_DIR.parent
DBT_DIR = PROJECT_DIR / "dbt"
SEEDS_DIR = DBT_DIR / "seeds"
EXPECTATIONS_DIR = PROJECT_DIR / "expectations"

KEPT_VERSIONS = 5
"""How many published versions stay for rollback."""


@dataclass(frozen=True)
class Home:
    """The folders of one warehouse home (contract: "What a home holds")."""

    root: Path

    @classmethod
    def resolve(cls, home: str | Path | None = None) -> Home:
        """The given folder, else $OGI_HOME, else ./var."""
        return cls(Path(home or os.environ.get("OGI_HOME") or "var").expanduser().resolve())

    @property
    def lake(self) -> Path:
        return self.root / "lake"

    @property
    def quarantine(self) -> Path:
        return self.root / "quarantine"

    @property
    def mended(self) -> Path:
        """Mended copies of refused documents; read like an inbox."""
        return self.root / "mended"

    @property
    def build(self) -> Path:
        """Private: the warehouse while it is built. Nobody reads it but the build and its gates."""
        return self.root / "build"

    @property
    def building_warehouse(self) -> Path:
        return self.build / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        return self.root / "published"

    @property
    def published_warehouse(self) -> Path:
        return self.published / "warehouse.duckdb"

    @property
    def manifest(self) -> Path:
        return self.published / "manifest.json"

    @property
    def site(self) -> Path:
        return self.published / "site"

    @property
    def versions(self) -> Path:
        return self.root / "versions"

    @property
    def dagster(self) -> Path:
        return self.root / "dagster"


def evaluated_reports() -> int:
    """$OGI_EVALUATED_REPORTS: so many generated reports are compared with their truth whenever the reader has changed; 0: none."""
    return int(os.environ.get("OGI_EVALUATED_REPORTS", "60"))


def gold() -> tuple[Path, Path] | None:
    """Folders of labels ($OGI_GOLD) and of the reports they are of ($OGI_GOLD_REPORTS, else the same): evaluated by every build too."""
    labels = os.environ.get("OGI_GOLD")
    return (Path(labels), Path(os.environ.get("OGI_GOLD_REPORTS") or labels)) if labels else None


def catalogue_folder() -> Path | None:
    """$OGI_CATALOGUE: a folder with rows that a deployment adds to the catalogue (docs/adding-a-form.md); not set: none."""
    folder = os.environ.get("OGI_CATALOGUE")
    return Path(folder).expanduser().resolve() if folder else None
