"""The sketch of each accepted report's prose without names and digits (dagster_project.similarity)."""

import pyarrow as pa

from dagster_project.similarity import bands, sketch


def model(dbt, session):
    texts = dbt.ref("int_similarity_text")
    rows = []
    reader = texts.project("report_id, clean_text, names").to_arrow_reader(256)
    for batch in reader:
        for report_id, text, names in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            places = sketch(text, names)
            if places:
                rows.append((report_id, places, bands(places)))
    schema = pa.schema([("report_id", pa.string()), ("places", pa.list_(pa.int64())), ("bands", pa.list_(pa.int64()))])
    table = pa.table([list(column) for column in zip(*rows, strict=True)] or [[], [], []], schema=schema)
    return session.from_arrow(table)  # dbt would load all of pyarrow.dataset for a table
