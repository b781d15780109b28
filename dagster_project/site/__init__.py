"""The static report site: plain HTML pages of a published warehouse, readable from a folder without any server or network.

`build_site(home)` is what the asset and the command line call; `write_site(warehouse, manifest, out)` does the work for any warehouse.
Belongs here: pages, their words, charts and styles. Does not belong here: deciding what a figure means or whether a gate holds; the
pages show what the warehouse and its manifest say.
"""

from dagster_project.site.build import SiteSummary, build_site, write_site

__all__ = ["SiteSummary", "build_site", "write_site"]
