-- One row for each different figure that the prose of a report gives for an indicator; the best placed statement speaks for it.
select
    report_id, indicator_id, value, value_state, is_approximate, unit, section, reported_value_id, evidence_text, evidence_start
from {{ ref('int_reported_value') }}
where could_stand and form = 'narrative' and value is not null
    and coalesce(applicant_type, 'total') = 'total'
qualify row_number() over (
    partition by report_id, indicator_id, value
    order by (section = 'overview'), evidence_start, reported_value_id
) = 1
