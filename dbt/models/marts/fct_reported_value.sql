select
    reported_value_id, report_id, agency_id, report_year, indicator_id, form, applicant_type, qualifier, value, value_state, is_approximate,
    unit, unit_printed, period_year, scope, source_kind, section, table_no, row_no, column_no, page_no, evidence_text, evidence_start,
    evidence_end, value_start, value_end, is_candidate, extractor_version, rule_id
from {{ ref('int_reported_value') }}
order by report_id, evidence_start, evidence_end, reported_value_id
