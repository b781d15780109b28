-- Results of all stages on accepted reports with their key: the rule, the report, and the row and applicant type it is about.
select
    {{ surrogate_key(['rule_id', 'report_id', 'indicator_id', 'applicant_type']) }} as finding_id, *
from (
    select * from {{ ref('int_identity_result') }}
    union all
    select * from {{ ref('int_rule_result') }}
    union all
    select * from {{ ref('int_agency_rule_result') }}
) as results
where report_id in (select reports.report_id from {{ ref('int_rule_report') }} as reports where reports.status = 'accepted')
