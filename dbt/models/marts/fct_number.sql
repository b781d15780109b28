select
    numbers.report_id, numbers.token, numbers.token_start, numbers.token_end, numbers.number_class, numbers.value, numbers.unit,
    numbers.reported_value_id, numbers.measure_text
from {{ ref('stg_numbers') }} as numbers
inner join {{ ref('int_report') }} as reports
    on numbers.report_id = reports.report_id and reports.status in ('accepted', 'duplicate', 'superseded')
order by numbers.report_id, numbers.token_start
