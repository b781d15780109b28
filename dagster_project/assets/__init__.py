"""One module a stage. An asset reads, calls one function, writes, and reports what it did as metadata.

Does not belong here: how a report is read (reports/), how stages run (engines/), what must hold (checks/).
"""
