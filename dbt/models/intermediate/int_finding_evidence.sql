-- The passages behind both sides of each finding that is told: cells by their row, prose by its sentence.
with told as (
    select results.*, reports.prev_report_id
    from {{ ref('int_finding_result') }} as results
    inner join {{ ref('int_rule_report') }} as reports using (report_id)
    where results.status in ('fail', 'uncertain')
),

wanted as (
    select
        told.finding_id, operands.side, operands.is_prose, operands.is_concept,
        case when operands.is_previous then told.prev_report_id else told.report_id end as report_id,
        case when operands.indicator_id = 'x' then told.indicator_id else operands.indicator_id end as indicator_id,
        case when operands.applicant_type in ('a', 'x') then told.applicant_type else operands.applicant_type end as applicant_type,
        case when operands.side = 'left' then told.actual else told.expected end as side_value,
        told.prose_value
    from told
    inner join {{ ref('int_rule_operand') }} as operands using (rule_id, comparison_no)
),

passages as (
    select wanted.finding_id, wanted.side, cells.evidence_text, cells.table_no, cells.row_no, cells.column_no, cells.reported_value_id
    from wanted
    inner join {{ ref('int_cell') }} as cells
        on wanted.report_id = cells.report_id and wanted.indicator_id = cells.indicator_id
        and wanted.applicant_type is not distinct from cells.applicant_type
    where not wanted.is_prose and not wanted.is_concept
    union all
    select wanted.finding_id, wanted.side, statements.evidence_text, null, statements.evidence_start, null, statements.reported_value_id
    from wanted
    inner join {{ ref('int_prose_statement') }} as statements
        on wanted.report_id = statements.report_id and wanted.indicator_id = statements.indicator_id
        and statements.value in (wanted.side_value, wanted.prose_value)
    where wanted.is_prose
    union all
    select wanted.finding_id, wanted.side, told.evidence_text, null, null, null, unnest(told.reported_value_ids)
    from wanted
    inner join {{ ref('int_rule_concept') }} as concepts on wanted.report_id = concepts.report_id and wanted.indicator_id = concepts.indicator_id
    cross join lateral (
        select
            case when wanted.applicant_type = 'contradictions' then concepts.other_evidence_text else concepts.evidence_text end as evidence_text,
            case when wanted.applicant_type = 'contradictions' then concepts.other_reported_value_ids else concepts.reported_value_ids end
                as reported_value_ids
    ) as told
    where wanted.is_concept
),

-- A passage that several figures share is shown once; each figure is named.
shown as (
    select finding_id, side, evidence_text, min((table_no, row_no, column_no, reported_value_id)) as place
    from passages
    group by finding_id, side, evidence_text
),

figures as (
    select
        finding_id,
        list_sort(list(distinct reported_value_id) filter (side = 'left' and reported_value_id is not null)) as left_reported_value_ids,
        list_sort(list(distinct reported_value_id) filter (side = 'right' and reported_value_id is not null)) as right_reported_value_ids
    from passages
    group by finding_id
)

select
    shown.finding_id,
    string_agg(shown.evidence_text, ' … ' order by shown.place) filter (shown.side = 'left') as left_evidence,
    string_agg(shown.evidence_text, ' … ' order by shown.place) filter (shown.side = 'right') as right_evidence,
    any_value(figures.left_reported_value_ids) as left_reported_value_ids,
    any_value(figures.right_reported_value_ids) as right_reported_value_ids
from shown
inner join figures using (finding_id)
group by shown.finding_id
