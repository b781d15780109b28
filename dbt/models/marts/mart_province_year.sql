{#- One level of agencies at a time: the report of a government may hold the figures of the bodies below it, so levels are never added. -#}
{%- set fewest_agencies = var('fewest_agencies') -%}
{%- set fewest_cases = var('fewest_cases') -%}
{%- set least_coverage = var('least_coverage') -%}
with agency_years as (
    select
        left(coverage.division_code, 2) || '0000' as province_code, coverage.report_year, coverage.agency_level, coverage.agency_id,
        coverage.received, coverage.accepted, coverage.analysable,
        -- Only governments can be counted against the list of divisions.
        coverage.is_government
    from {{ ref('int_coverage') }} as coverage
    where coverage.division_code is not null
),

counted as (
    select
        province_code, report_year, agency_level,
        count(*) as agencies_known,
        count(*) filter (received > 0) as agencies_received,
        count(*) filter (accepted > 0) as agencies_accepted,
        count(*) filter (analysable > 0) as agencies_analysable,
        count(*) filter (analysable > 0 and is_government) as governments_analysable
    from agency_years
    group by province_code, report_year, agency_level
),

divisions_of_year as (
    select left(divisions.division_code, 2) || '0000' as province_code, years.report_year, divisions.level as agency_level, count(*) as divisions_expected
    from {{ ref('divisions') }} as divisions
    inner join {{ ref('dim_year') }} as years
        on {{ holds_in('divisions', 'years.report_year') }}
    group by all
),

rated as (
    select
        agency_years.province_code, agency_years.report_year, agency_years.agency_level,
        count(base.applications_received) as applications_received_agencies,
        sum(base.applications_received) as applications_received,
        median(base.applications_received) as applications_received_median,
        count(*) filter (timeliness.timeliness = 'in_time') as in_time,
        count(*) filter (timeliness.timeliness in ('in_time', 'late')) as dated
        {%- for rate in rates() %},
        count(*) filter ({{ rate_numerator(rate, 'base.') }} is not null and base.{{ rate.under }} is not null) as {{ rate.name }}_agencies,
        sum({{ rate_numerator(rate, 'base.') }}) filter (base.{{ rate.under }} is not null) as {{ rate.name }}_over,
        sum(base.{{ rate.under }}) filter ({{ rate_numerator(rate, 'base.') }} is not null) as {{ rate.name }}_under
        {%- endfor %}
    from agency_years
    left join {{ ref('int_rate_base') }} as base using (agency_id, report_year)
    left join {{ ref('fct_timeliness') }} as timeliness using (agency_id, report_year)
    group by agency_years.province_code, agency_years.report_year, agency_years.agency_level
),

guarded as (
    select
        *,
        cast(round(cast(counted.governments_analysable as decimal(12, 4)) / divisions_of_year.divisions_expected, 4) as decimal(12, 4)) as coverage,
        counted.agencies_analysable >= {{ fewest_agencies }} as has_enough_agencies
    from counted
    left join divisions_of_year using (province_code, report_year, agency_level)
    left join rated using (province_code, report_year, agency_level)
)

select
    {{ surrogate_key(['guarded.province_code', 'guarded.report_year', 'guarded.agency_level']) }} as province_year_key,
    guarded.province_code, provinces.name_zh as province_name, guarded.report_year, years.regime, guarded.agency_level,
    cast(guarded.divisions_expected as integer) as divisions_expected,
    cast(guarded.agencies_known as integer) as agencies_known,
    cast(guarded.agencies_received as integer) as agencies_received,
    cast(guarded.agencies_accepted as integer) as agencies_accepted,
    cast(guarded.agencies_analysable as integer) as agencies_analysable,
    guarded.coverage,
    guarded.has_enough_agencies and coalesce(guarded.coverage >= {{ least_coverage }}, false) as is_representative,
    cast(guarded.applications_received_agencies as integer) as applications_received_agencies,
    cast(guarded.applications_received as decimal(24, 6)) as applications_received,
    case when guarded.applications_received_agencies >= {{ fewest_agencies }} then cast(guarded.applications_received_median as decimal(24, 6)) end
        as applications_received_median,
    cast(guarded.dated as integer) as in_time_agencies,
    case when guarded.dated >= {{ fewest_agencies }} then {{ percent('guarded.in_time', 'guarded.dated') }} end as in_time_share
    {%- for rate in rates() %},
    cast(guarded.{{ rate.name }}_agencies as integer) as {{ rate.name }}_agencies,
    case
        when guarded.{{ rate.name }}_agencies >= {{ fewest_agencies }} and guarded.{{ rate.name }}_under >= {{ fewest_cases }}
            then {{ percent('guarded.' ~ rate.name ~ '_over', 'guarded.' ~ rate.name ~ '_under') }}
    end as {{ rate.name }}
    {%- endfor %}
from guarded
left join {{ ref('dim_year') }} as years using (report_year)
left join {{ ref('divisions') }} as provinces
    on guarded.province_code = provinces.division_code
    and {{ holds_in('provinces', 'guarded.report_year') }}
order by guarded.province_code, guarded.report_year, guarded.agency_level
