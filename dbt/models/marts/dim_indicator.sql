select
    {{ surrogate_key(['regime', 'indicator_id']) }} as indicator_key,
    indicator_id, regime, section, label_zh, column_label_zh, parent_indicator_id, applicant_type, outcome, unit_zh, unit, value_type,
    blank_means, label_variants, notes, evidence
from {{ ref('indicators') }}
order by regime, indicator_id
