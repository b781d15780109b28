"""From a folder tree of files to raw documents in the lake: every byte kept, nothing interpreted.

Belongs here: walking an inbox, telling what is new, keeping bytes and their hash. Does not belong here: decoding, or any
judgement about what a document is (dagster_project/reports).
"""
