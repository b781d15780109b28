"""Which regime a report year falls under, from seed regimes."""

from __future__ import annotations

from functools import cache

from dagster_project.catalogue import seed


@cache
def _first_years() -> list[tuple[int, str]]:
    years: dict[str, int] = {}
    for row in seed("regimes"):
        if row["regime"] != "narrative" and row["first_year"]:
            years[row["regime"]] = min(int(row["first_year"]), years.get(row["regime"], 9999))
    return sorted(((year, regime) for regime, year in years.items()), reverse=True)


def regime_of_year(year: int | None) -> str | None:
    """r2008 | r2014 | r2019 | r2021; None for an unknown year or one before the first regulations."""
    if year is None:
        return None
    return next((regime for first, regime in _first_years() if year >= first), None)
