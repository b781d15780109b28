-- One row for each cell of a form in a report that counts; of a cell printed twice the first filled one.
select
    report_id, form, indicator_id, applicant_type, value, value_state, is_approximate, unit,
    value_state = 'unparseable' as is_unreadable,
    reported_value_id, evidence_text, table_no, row_no, column_no,
    coalesce(min(value) over cell_printed <> max(value) over cell_printed, false) as is_contradicted
from {{ ref('int_reported_value') }}
where is_candidate and form <> 'narrative'
window cell_printed as (partition by report_id, form, indicator_id, applicant_type)
qualify row_number() over (
    partition by report_id, form, indicator_id, applicant_type
    order by (value is null), table_no, row_no, column_no, evidence_start, reported_value_id
) = 1
