-- What rules may ask of a report, and the report of the same agency one year earlier. Superseded reports are judged too, since the sums of
-- their tables say which of their blanks were zero; only accepted ones become findings.
with counted as (
    select report_id, count(*) filter (value is not null) as filled_cells
    from {{ ref('int_cell') }}
    group by report_id
),

reports as (
    select * from {{ ref('int_report') }}
    where status in ('accepted', 'superseded')
),

leaders as (
    select agency_id, report_year, report_id, regime_by_form
    from reports
    where agency_id is not null and status = 'accepted'
    qualify row_number() over (partition by agency_id, report_year order by published_on desc nulls last, report_id) = 1
)

select
    reports.report_id,
    reports.agency_id,
    reports.status,
    earlier.report_id as prev_report_id,
    earlier.regime_by_form as prev_regime,
    reports.regime_by_form as form,
    reports.report_year,
    reports.regime_by_year,
    regimes.regime as form_regime,
    cast(reports.form_present as integer) as form_present,
    coalesce(counted.filled_cells, 0) as filled_cells,
    year(reports.period_start) as period_start_year,
    year(reports.period_end) as period_end_year,
    year(reports.published_on) as published_year,
    cast(strftime(reports.published_on, '%Y%m%d') as integer) as published_ymd,
    reports.published_on,
    reports.agency_level,
    government.is_government,
    cast(
        reports.agency_level = 'national'
        or (government.is_government = 1 and reports.agency_level in ('province', 'prefecture')) as integer
    ) as rule_making_power,
    cast(reports.area_scope = 'area' as integer) as is_area,
    reports.agency_name,
    reports.division_code,
    coalesce(own_leader.report_id is not null, false) as is_leader
from reports
cross join lateral (
    select cast(
        reports.agency_name like '%政府' and reports.agency_level in ('province', 'prefecture', 'county', 'township') as integer
    ) as is_government
) as government
left join {{ ref('regimes') }} as regimes on reports.regime_by_form = regimes.form
left join counted on reports.report_id = counted.report_id
left join leaders as own_leader on reports.report_id = own_leader.report_id
left join leaders as earlier on reports.agency_id = earlier.agency_id and reports.report_year = earlier.report_year + 1
