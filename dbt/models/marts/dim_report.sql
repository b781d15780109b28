select
    report_id, source_uri, delivery, media_type, encoding, script, contamination, title, agency_id, agency_name, agency_level, division_code,
    report_year, period_start, period_end, published_on, regime_by_year, regime_by_form, form_present, area_scope, status, status_reason,
    replaced_by_report_id, identity_evidence, extractor_version
from {{ ref('int_report') }}
order by report_id
