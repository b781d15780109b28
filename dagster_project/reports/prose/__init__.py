"""Figures told in sentences, and the ledger in which every number of a report has its place."""
