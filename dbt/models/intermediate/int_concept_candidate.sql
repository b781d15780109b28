-- Every value that could stand for a concept of an agency and year, with its place in the order of trust:
-- 1 cell whose sums hold, 2 cell, 3 sentence in the section the figure belongs to, 4 sentence in the overview, 5 sentence elsewhere.
-- Values of superseded reports stay candidates for the time before they were replaced. Corrections change what counts, never what was read.
with reports as (
    select report_id, agency_id, report_year, published_on, replaced_on
    from {{ ref('int_report') }}
    where status in ('accepted', 'superseded') and agency_id is not null and report_year is not null
),

corrections as (
    select unnest(reported_value_ids) as reported_value_id, correction_id, action, amount
    from {{ ref('int_correction') }}
    where effect = 'applied'
),

corrected_cell as (
    select
        cells.* exclude (value, value_state),
        {{ corrected_value('cells.value') }} as value,
        case when corrections.action in ('override', 'scale') then 'corrected' else cells.value_state end as value_state,
        corrections.correction_id
    from {{ ref('int_resolved_cell') }} as cells
    left join corrections using (reported_value_id)
),

corrected_statement as (
    select
        statements.* exclude (value, value_state),
        {{ corrected_value('statements.value') }} as value,
        case when corrections.action in ('override', 'scale') then 'corrected' else statements.value_state end as value_state,
        corrections.correction_id
    from {{ ref('int_prose_statement') }} as statements
    left join corrections using (reported_value_id)
),

conversions as (
    select * from (values ('10k_yuan', 'yuan', 10000), ('yuan', '10k_yuan', 0.0001)) as v (from_unit, to_unit, factor)
),

terms_of_forms as (
    select
        cells.*, terms.concept_id, terms.regime, terms.about, terms.term_no, terms.term_count,
        terms.sign * cells.value * coalesce(conversions.factor, 1) as amount
    from {{ ref('int_crosswalk_term') }} as terms
    inner join corrected_cell as cells
        on terms.regime = cells.form and terms.indicator_id = cells.indicator_id
        and terms.applicant_type is not distinct from cells.applicant_type
    inner join {{ ref('concepts') }} as concepts on terms.concept_id = concepts.concept_id
    left join conversions on cells.unit = conversions.from_unit and concepts.unit = conversions.to_unit
    where cells.value is not null
),

-- Nearly all concepts are one cell of a form, which needs no grouping.
single_cells as (
    select
        report_id, concept_id, regime, about as applicant_type, cast(amount as decimal(24, 6)) as value, value_state, is_approximate,
        'table' as source_kind, case when satisfies_sums then 1 else 2 end as trust, cast(null as integer) as evidence_start,
        is_contradicted, evidence_text, [reported_value_id] as reported_value_ids, [value] as operand_values,
        case when correction_id is not null then [correction_id] end as correction_ids
    from terms_of_forms
    where term_count = 1
),

several_cells as (
    select
        report_id, concept_id, regime, about as applicant_type, cast(sum(amount) as decimal(24, 6)) as value,
        case
            when bool_or(value_state = 'corrected') then 'corrected'
            when bool_and(value_state = 'blank_read_as_zero') then 'blank_read_as_zero'
            when bool_or(value_state = 'blank_read_as_zero') then 'derived_with_blanks'
            else 'derived'
        end as value_state,
        bool_or(is_approximate) as is_approximate,
        'table' as source_kind,
        case when bool_and(satisfies_sums) then 1 else 2 end as trust,
        cast(null as integer) as evidence_start,
        bool_or(is_contradicted) as is_contradicted,
        string_agg(evidence_text, ' … ' order by term_no) as evidence_text,
        list(reported_value_id order by term_no) as reported_value_ids,
        list(terms_of_forms.value order by term_no) as operand_values,
        list(distinct correction_id order by correction_id) filter (correction_id is not null) as correction_ids
    from terms_of_forms
    where term_count > 1
    group by report_id, concept_id, regime, about
    -- A difference below zero shows that its assumption fails (a backlog, a correction), and is no count.
    having count(*) = max(term_count) and sum(amount) >= 0
),

from_prose as (
    select
        statements.report_id, terms.concept_id, terms.regime, terms.about as applicant_type,
        cast(statements.value * coalesce(conversions.factor, 1) as decimal(24, 6)) as value,
        statements.value_state, statements.is_approximate, 'prose' as source_kind,
        case when statements.section = concepts.matching_section then 3 when statements.section = 'overview' then 4 else 5 end as trust,
        statements.evidence_start, false as is_contradicted,
        statements.evidence_text, [statements.reported_value_id] as reported_value_ids,
        [statements.value] as operand_values,
        case when statements.correction_id is not null then [statements.correction_id] end as correction_ids
    from {{ ref('int_crosswalk_term') }} as terms
    inner join corrected_statement as statements
        on terms.regime = 'narrative' and terms.indicator_id = statements.indicator_id
    inner join {{ ref('concepts') }} as concepts on terms.concept_id = concepts.concept_id
    left join conversions on statements.unit = conversions.from_unit and concepts.unit = conversions.to_unit
    where statements.value is not null
),

candidates as (
    select * from single_cells
    union all
    select * from several_cells
    union all
    select * from from_prose
)

select
    reports.agency_id, reports.report_year, candidates.*, reports.published_on, reports.replaced_on, crosswalk.relation, crosswalk.comparability_note
from candidates
inner join reports using (report_id)
inner join {{ ref('crosswalk') }} as crosswalk
    on candidates.concept_id = crosswalk.concept_id and candidates.regime = crosswalk.regime
