-- For each cell, what the sums it belongs to say: whether one holds and whether one does not.
select
    results.report_id,
    case when operands.indicator_id = 'x' then results.indicator_id else operands.indicator_id end as indicator_id,
    case when operands.applicant_type = 'a' then results.applicant_type else operands.applicant_type end as applicant_type,
    bool_or(results.status = 'pass') as holds,
    bool_or(results.status <> 'pass') as fails
from {{ ref('int_identity_result') }} as results
inner join {{ ref('int_rule_operand') }} as operands using (rule_id, comparison_no)
where results.status in ('pass', 'fail', 'uncertain')
    and not (operands.indicator_id = 'x' and results.indicator_id is null)
group by all
