-- Cells with the blanks that count as zero: the form lets a blank mean zero, a sum with a filled operand holds, and none contradicts.
select
    cells.* exclude (value, value_state),
    case when zero.is_zero then cast(0 as decimal(24, 6)) else cells.value end as value,
    case when zero.is_zero then 'blank_read_as_zero' else cells.value_state end as value_state,
    coalesce(verdicts.holds and not verdicts.fails, false) as satisfies_sums
from {{ ref('int_cell') }} as cells
inner join {{ ref('indicators') }} as indicators
    on cells.form = indicators.regime and cells.indicator_id = indicators.indicator_id
left join {{ ref('int_cell_verdict') }} as verdicts
    on cells.report_id = verdicts.report_id and cells.indicator_id = verdicts.indicator_id
    and cells.applicant_type is not distinct from verdicts.applicant_type
cross join lateral (
    select cells.value_state in ('blank_cell', 'dash') and indicators.blank_means = 'zero'
        and coalesce(verdicts.holds and not verdicts.fails, false) as is_zero
) as zero
