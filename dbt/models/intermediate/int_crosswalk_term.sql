-- The expressions of the crosswalk taken apart: one row for each operand with its sign. An expression that is about the total column only
-- is given for the other applicant types too, so that one catalogue row serves the total and its breakdown.
with expressions as (
    select concept_id, regime, regexp_replace(source_expression, '\bsum\(|[()\s]', '', 'g') as expression
    from {{ ref('crosswalk') }}
    where relation <> 'none' and source_expression is not null
),

operands as (
    select
        concept_id, regime,
        unnest(regexp_extract_all(expression, '[-+,]?[A-Za-z_]\w*(?:\[[^\]]*\])?')) as operand,
        generate_subscripts(regexp_extract_all(expression, '[-+,]?[A-Za-z_]\w*(?:\[[^\]]*\])?'), 1) as operand_no
    from expressions
),

split as (
    select
        concept_id, regime, operand_no,
        case when operand like '-%' then -1 else 1 end as sign,
        regexp_extract(operand, '[A-Za-z_]\w*') as indicator_id,
        unnest(string_split(coalesce(nullif(regexp_extract(operand, '\[([^\]]*)\]', 1), ''), ' '), ',')) as applicant_type
    from operands
),

terms as (
    select
        concept_id, regime, sign, indicator_id, nullif(trim(applicant_type), '') as applicant_type,
        row_number() over (partition by concept_id, regime order by operand_no, applicant_type) as term_no,
        count(*) over (partition by concept_id, regime) as term_count,
        bool_and(trim(applicant_type) = 'total') over (partition by concept_id, regime) as is_total_column
    from split
),

breakdowns as (
    select applicant_type from {{ ref('applicant_types') }} where is_leaf
)

select concept_id, regime, 'total' as about, term_no, term_count, sign, indicator_id, applicant_type
from terms
union all
select concept_id, regime, breakdowns.applicant_type as about, term_no, term_count, sign, indicator_id, breakdowns.applicant_type
from terms
cross join breakdowns
where terms.is_total_column
order by concept_id, regime, about, term_no
