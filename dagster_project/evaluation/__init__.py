"""How well reports are read: figures, ledger and identity beside labels, with the slices that show where it goes wrong.

Belongs here: labels, comparison, slices and their presentation. Does not belong here: reading reports (dagster_project/reports), or
the consistency of a report with itself (the rules of the catalogue).
"""
