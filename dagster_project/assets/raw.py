"""Raw documents: what lies in the inbox, byte for byte."""

from collections.abc import Iterator

import dagster as dg
from pydantic import Field

from dagster_project.assets.metadata import lake_metadata, lake_spec, markdown
from dagster_project.engines.reading import stage_versions
from dagster_project.ingest.inbox import choose_inbox
from dagster_project.ingest.ingest import ingest
from dagster_project.lake import RAW_DOCUMENTS, RAW_FILES
from dagster_project.progress import tell
from dagster_project.quarantine import Quarantine, refused_files
from dagster_project.releases import DELIVERY
from dagster_project.resources.workspace import Workspace
from dagster_project.storage import RAW, RAW_VERSION


class InboxConfig(dg.Config):
    """Which files a run reads."""

    inbox: str = Field(default="", description="Folder with reports; empty: $OGI_INBOX, then the bundled sample reports")
    deliveries: list[str] = Field(default=[], description="Top-level folders of the inbox to look into; empty: all of them")


@dg.multi_asset(
    specs=[lake_spec(RAW_FILES, "ingest"), lake_spec(RAW_DOCUMENTS, "ingest")],
    name="ingest",
    description="Looks at every file below the inbox, reads those that are new or changed, and keeps their bytes under their hash.",
)
def raw_documents(context: dg.AssetExecutionContext, config: InboxConfig, workspace: Workspace) -> Iterator[dg.MaterializeResult]:
    home, lake = workspace.folder, workspace.lake
    inbox = choose_inbox(config.inbox, home)
    with workspace.writing():
        report = ingest(inbox, lake, deliveries=config.deliveries, skip=[home.root], on_file=lambda done: tell("ingest", done))
        if home.mended.exists():
            report.add(ingest(home.mended, lake, deliveries=[DELIVERY]))
        if small := lake.small_shards():
            lake.merge(small, stage_versions())
        Quarantine(home).replace("file", refused_files(report.unreadable))
    context.log.info(f"{report.files_seen} files in {inbox}: {report.files_read} read, {report.documents_new} documents are new")
    documents = lake_metadata(lake, RAW, RAW_DOCUMENTS, RAW_VERSION)
    yield dg.MaterializeResult(
        asset_key=["lake", RAW_FILES.name],
        metadata={
            "inbox": dg.MetadataValue.path(str(inbox)),
            "files_seen": report.files_seen,
            "files_unchanged": report.files_unchanged,
            "files_read": report.files_read,
            "files_refused": len(report.unreadable),
            "bytes_read": report.bytes_read,
            "deliveries": markdown([{"delivery": name, "files": count} for name, count in sorted(report.deliveries.items())]),
        },
    )
    yield dg.MaterializeResult(
        asset_key=["lake", RAW_DOCUMENTS.name],
        metadata=documents | {"documents_new": report.documents_new, "same_bytes_again": report.documents_known},
    )
