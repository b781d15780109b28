-- One row for each rule over texts and report that it applies to: every passage that breaks it, else one row that says that it holds.
with told as (
    select
        *,
        case when holds is null then 'not_assessable' when holds then 'pass' else 'fail' end as status,
        row_number() over (partition by rule_id, report_id order by holds nulls last, evidence nulls last, message) as place
    from {{ ref('int_text_statement') }}
)

select
    {{ surrogate_key(['rule_id', 'report_id', 'evidence', "case when status = 'fail' then message end"]) }} as finding_id,
    rule_id, report_id, cast(null as varchar) as indicator_id, status, expected, actual,
    case when status = 'fail' then evidence end as left_evidence, cast(null as varchar) as right_evidence,
    nullif(reported_value_ids, []) as left_reported_value_ids, cast(null as varchar[]) as right_reported_value_ids,
    case status when 'fail' then message when 'pass' then 'Holds.' else 'Not assessed: ' || message end as message
from told
where status = 'fail' or place = 1
qualify row_number() over (partition by finding_id order by place) = 1
