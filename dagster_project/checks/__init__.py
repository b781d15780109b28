"""The gates: what must hold before the next stage, and before anything is published.

Belongs here: building the frames that are judged, running the suites of expectations/, showing the outcome. Does not belong
here: the expectations themselves (they are reviewed data, expectations/*.json), or repairing what fails.
"""
