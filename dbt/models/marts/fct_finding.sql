-- Findings of the compiled rules put into words, those of the rules over texts, and those the readers made while they read.
with subjects as (
    select regime, indicator_id, label_zh from {{ ref('indicators') }}
    union all
    select 'concept', concept_id, label_zh from {{ ref('concepts') }}
),

labelled as (
    select
        results.*, reports.agency_id, reports.report_year, reports.published_on, rules.severity, rules.explanation,
        comparisons.should_words, comparisons.holds_words, comparisons.is_conditional, evidence.left_evidence, evidence.right_evidence,
        evidence.left_reported_value_ids, evidence.right_reported_value_ids,
        replace(replace(comparisons.left_label, '{x}', coalesce(subjects.label_zh, '')), '{a}', coalesce(types.label_zh, '')) as left_label,
        replace(replace(comparisons.right_label, '{x}', coalesce(subjects.label_zh, '')), '{a}', coalesce(types.label_zh, '')) as right_label
    from {{ ref('int_finding_result') }} as results
    inner join {{ ref('int_rule_report') }} as reports using (report_id)
    inner join {{ ref('rules') }} as rules using (rule_id)
    left join {{ ref('int_rule_comparison') }} as comparisons using (rule_id, comparison_no)
    left join {{ ref('int_finding_evidence') }} as evidence using (finding_id)
    left join {{ ref('applicant_types') }} as types on results.applicant_type = types.applicant_type
    left join subjects
        on results.indicator_id = subjects.indicator_id
        and subjects.regime = case rules.scope when 'each_concept' then 'concept' when 'each_prose_indicator' then 'narrative' else reports.form end
),

compiled as (
    select
        finding_id, rule_id, severity, status, report_id, agency_id, report_year, indicator_id, applicant_type,
        expected_text as expected, actual_text as actual, actual - expected as difference, left_evidence, right_evidence,
        left_reported_value_ids, right_reported_value_ids,
        case
            when status = 'not_assessable' then 'Not assessed: ' || reason || '.'
            when status = 'uncertain' then left_label || ' is blank; ' || right_label || ' give ' || expected_text || '.'
            when status = 'pass' and (actual_text is null or is_conditional) then 'Holds.'
            when status = 'pass' then left_label || ' is ' || actual_text || ' and ' || holds_words || ' ' || right_side || '.'
            when should_words like '%the text' then left_label || ' should ' || should_words || '. ' || coalesce(explanation, '')
            else left_label || ' is ' || coalesce(actual_text, 'not reported') || '; it should ' || should_words || ' ' || right_side || '.'
        end as message,
        published_on
    from (
        select
            *,
            case
                when holds_words = 'lies between' or right_label = expected_text then expected_text
                else right_label || ', which is ' || coalesce(expected_text, 'not reported')
            end as right_side
        from labelled
    ) as sided
),

told as (
    select
        results.finding_id, results.rule_id, rules.severity, case results.status when 'fail' then rules.when_broken else results.status end as status,
        results.report_id, reports.agency_id, reports.report_year,
        results.indicator_id, cast(null as varchar) as applicant_type, results.expected, results.actual,
        try_cast(results.actual as decimal(24, 6)) - try_cast(results.expected as decimal(24, 6)) as difference,
        results.left_evidence, results.right_evidence, results.left_reported_value_ids, results.right_reported_value_ids, results.message,
        reports.published_on
    from {{ ref('int_text_finding') }} as results
    inner join {{ ref('int_rule_report') }} as reports on results.report_id = reports.report_id and reports.status = 'accepted'
    inner join {{ ref('rules') }} as rules using (rule_id)
),

read as (
    select
        {{ surrogate_key(['signals.rule_id', 'signals.report_id', 'signals.evidence_start', 'signals.evidence_end', 'signals.actual', 'signals.message']) }} as finding_id,
        signals.rule_id, coalesce(rules.severity, 'warning') as severity,
        case signals.status when 'fail' then coalesce(rules.when_broken, 'fail') else signals.status end as status, signals.report_id, reports.agency_id, reports.report_year,
        cast(null as varchar) as indicator_id, cast(null as varchar) as applicant_type,
        signals.expected, signals.actual,
        try_cast(signals.actual as decimal(24, 6)) - try_cast(signals.expected as decimal(24, 6)) as difference,
        signals.evidence_text as left_evidence, cast(null as varchar) as right_evidence,
        cast(null as varchar[]) as left_reported_value_ids, cast(null as varchar[]) as right_reported_value_ids,
        signals.message, reports.published_on
    from (select distinct * from {{ ref('stg_signals') }}) as signals
    inner join {{ ref('int_rule_report') }} as reports on signals.report_id = reports.report_id and reports.status = 'accepted'
    -- A signal of an unknown rule stays in, and the test of dim_rule tells.
    left join {{ ref('rules') }} as rules using (rule_id)
),

findings as (
    select * from compiled
    union all
    select * from told
    union all
    select * from read
)

select
    finding_id, rule_id, severity, status, report_id, agency_id, report_year, indicator_id, applicant_type, expected, actual,
    cast(difference as decimal(24, 6)) as difference, left_evidence, right_evidence, left_reported_value_ids, right_reported_value_ids, message,
    cast(published_on as timestamp) as first_seen_at,
    cast(published_on as timestamp) as last_seen_at
from findings
order by report_id, rule_id, finding_id
