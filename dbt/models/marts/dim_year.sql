select
    years.report_year,
    regimes.regime,
    make_date(years.report_year, 1, 1) as period_start,
    make_date(years.report_year, 12, 31) as period_end,
    make_date(years.report_year + 1, 3, 31) as government_due_on,
    case when years.report_year >= 2019 then make_date(years.report_year + 1, 1, 31) else make_date(years.report_year + 1, 3, 31) end as department_due_on,
    years.report_year in (2014, 2019, 2021) as is_break
from (select cast(unnest(generate_series(2008, 2035)) as integer) as report_year) as years
inner join (
    select regime, min(first_year) as first_year, max(coalesce(last_year, 9999)) as last_year
    from {{ ref('regimes') }}
    where regime is not null
    group by regime
) as regimes on years.report_year between regimes.first_year and regimes.last_year
order by years.report_year
