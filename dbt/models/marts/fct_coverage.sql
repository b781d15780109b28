with reports as (
    select * from {{ ref('int_report') }}
    where agency_id is not null and report_year is not null
),

spans as (
    select agency_id, unnest(generate_series(min(report_year), max(report_year))) as report_year
    from reports
    where status in ('accepted', 'duplicate', 'superseded')
    group by agency_id
),

received as (
    select agency_id, report_year, count(*) as received, count(*) filter (status = 'accepted') as accepted
    from reports
    group by agency_id, report_year
),

analysable as (
    select agency_id, report_year, count(*) as concepts
    from {{ ref('fct_concept_value') }}
    group by agency_id, report_year
)

select
    coalesce(spans.agency_id, received.agency_id) as agency_id,
    cast(coalesce(spans.report_year, received.report_year) as integer) as report_year,
    agencies.division_code,
    case when spans.agency_id is null then 0 else 1 end as expected,
    cast(coalesce(received.received, 0) as integer) as received,
    cast(coalesce(received.accepted, 0) as integer) as accepted,
    case when analysable.concepts > 0 then 1 else 0 end as analysable,
    cast(coalesce(analysable.concepts, 0) as integer) as concept_count
from spans
full join received using (agency_id, report_year)
left join analysable using (agency_id, report_year)
left join (
    select agency_id, max(division_code) as division_code from reports group by agency_id
) as agencies on agencies.agency_id = coalesce(spans.agency_id, received.agency_id)
order by agency_id, report_year
