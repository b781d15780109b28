-- One row for each agency and year with an accepted report: the report that leads, when it was first published, and when it was due.
with leaders as (
    select
        agency_id, report_year, report_id, regime_by_year, regime_by_form, area_scope, agency_name, agency_level, division_code,
        min(published_on) over (partition by agency_id, report_year) as accepted_on
    from {{ ref('int_report') }}
    where status = 'accepted' and agency_id is not null and report_year is not null
    qualify row_number() over (partition by agency_id, report_year order by published_on desc nulls last, report_id) = 1
),

-- A report published again was in time if its first publication was.
first_publications as (
    select agency_id, report_year, min(published_on) as first_published_on
    from {{ ref('int_report') }}
    where status in ('accepted', 'duplicate', 'superseded')
    group by agency_id, report_year
),

dated as (
    select
        leaders.* exclude (accepted_on), first_publications.first_published_on,
        agencies.is_government,
        case
            when leaders.report_year >= 2019 and leaders.agency_level = 'department' then make_date(leaders.report_year + 1, 1, 31)
            else make_date(leaders.report_year + 1, 3, 31)
        end as due_on
    from leaders
    left join first_publications using (agency_id, report_year)
    cross join lateral (
        select leaders.agency_name like '%政府' and leaders.agency_level in ('province', 'prefecture', 'county', 'township') as is_government
    ) as agencies
)

select *, first_published_on - due_on as days_after_due
from dated
