select
    rule_id, regime, kind, scope, evaluated_by, expression, assess_when, null_policy, tolerance, tolerance_share, when_broken, severity, explanation
from {{ ref('rules') }}
order by rule_id
