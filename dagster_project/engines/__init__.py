"""Running the pure readers of dagster_project/reports over many documents.

Belongs here: processes, time limits, retries, shards in and shards out. Does not belong here: anything about reports.
"""
