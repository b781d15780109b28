-- What is expected of each agency and year and what came. Every year between its first and its last report is expected of an agency; what is
-- missing of governments that never reported is counted against the list of divisions in mart_province_year.
with reports as (
    select * from {{ ref('int_report') }}
    where agency_id is not null and report_year is not null
),

known as (
    select agency_id, report_year, agency_name, agency_level, division_code
    from reports
    where status in ('accepted', 'duplicate', 'superseded')
    qualify row_number() over (partition by agency_id, report_year order by (status = 'accepted') desc, published_on desc nulls last, report_id) = 1
),

spans as (
    select agency_id, cast(unnest(generate_series(min(report_year), max(report_year))) as integer) as report_year
    from known
    group by agency_id
),

received as (
    select agency_id, report_year, count(*) as received, count(*) filter (status = 'accepted') as accepted
    from reports
    group by agency_id, report_year
),

analysable as (
    select agency_id, report_year, count(*) as concepts
    from {{ ref('int_concept_choice') }}
    where known_to is null and applicant_type = 'total'
    group by agency_id, report_year
),

refused as (
    select agency_id, report_year, agency_name, agency_level, division_code
    from reports
    qualify row_number() over (partition by agency_id, report_year order by published_on desc nulls last, report_id) = 1
),

described as (
    select * from known
    union all
    select * from refused
    where agency_id not in (select known.agency_id from known)
),

merged as (
    select
        coalesce(spans.agency_id, received.agency_id) as agency_id,
        coalesce(spans.report_year, received.report_year) as report_year,
        spans.agency_id is not null as is_expected,
        coalesce(received.received, 0) as received,
        coalesce(received.accepted, 0) as accepted
    from spans
    full join received using (agency_id, report_year)
)

select
    merged.agency_id, merged.report_year, described.agency_name, described.agency_level, described.division_code,
    described.agency_name like '%政府' and described.agency_level in ('province', 'prefecture', 'county', 'township') as is_government,
    cast(merged.is_expected as integer) as expected,
    cast(merged.received as integer) as received,
    cast(merged.accepted as integer) as accepted,
    case when analysable.concepts > 0 then 1 else 0 end as analysable,
    cast(coalesce(analysable.concepts, 0) as integer) as concept_count,
    case
        when analysable.concepts > 0 then 'analysable'
        when merged.accepted > 0 then 'without_figures'
        when merged.received > 0 then 'refused'
        else 'missing'
    end as state
from merged
left join analysable using (agency_id, report_year)
-- A missing year is described as the year before it was.
asof left join described
    on merged.agency_id = described.agency_id and merged.report_year >= described.report_year
order by merged.agency_id, merged.report_year
