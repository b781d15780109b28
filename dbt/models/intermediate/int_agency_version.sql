-- One row for each run of report years in which nothing about an agency changed.
with yearly as (
    select
        reports.agency_id, reports.report_year, reports.agency_name, reports.agency_level, reports.division_code,
        divisions.name_zh as division_name, divisions.parent_code, parents.name_zh as parent_name, provinces.name_zh as province_name
    from {{ ref('int_report') }} as reports
    {{ join_place('reports') }}
    where reports.agency_id is not null and reports.report_year is not null and reports.status in ('accepted', 'duplicate', 'superseded')
    qualify row_number() over (
        partition by reports.agency_id, reports.report_year
        order by (reports.status = 'accepted') desc, reports.published_on desc nulls last, reports.report_id,
            divisions.valid_from desc nulls last, parents.valid_from desc nulls last, provinces.valid_from desc nulls last
    ) = 1
),

described as (
    select *, {{ surrogate_key(['agency_name', 'agency_level', 'division_code', 'division_name', 'parent_code', 'parent_name', 'province_name']) }} as attributes
    from yearly
),

marked as (
    select *, coalesce(attributes <> lag(attributes) over (partition by agency_id order by report_year), true) as is_new
    from described
),

numbered as (
    select *, sum(is_new::integer) over (partition by agency_id order by report_year) as version_no
    from marked
),

versions as (
    select
        agency_id, version_no, agency_name, agency_level, division_code, division_name, parent_code, parent_name, province_name,
        min(report_year) as first_year, max(report_year) as last_year
    from numbered
    group by all
)

select *, lead(first_year) over (partition by agency_id order by version_no) as next_first_year
from versions
order by agency_id, version_no
