select
    alert_id, fingerprint, kind, cause, name, severity, nullif(region, '') as province_code_prefix, what, place,
    count as row_count, nullif(example, '') as example, remedy, nullif(run_id, '') as run_id, times_seen,
    first_seen_at, last_seen_at, resolved_at, first_told_at, messages_delivered
from {{ ref('stg_alerts') }}
order by first_seen_at, alert_id
