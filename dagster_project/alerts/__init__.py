"""Alerts: the right person hears of a problem once, with its evidence and its remedy, and hears when it is over.

What is wrong (events.py, standing.py) -> the ledger of alerts (ledger.py) -> who is told what (planning.py, wording.py) -> delivery
(delivering.py). One look at everything is `look.py`, which the sensor calls. Does not belong here: deciding what is wrong with the
data (expectations/, dbt/).
"""
