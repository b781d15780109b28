select
    correction_id, agency_name, report_year, form, indicator_id, applicant_type, action, amount, expect, reason, source, status, effect, found,
    reported_value_ids
from {{ ref('int_correction') }}
order by correction_id
