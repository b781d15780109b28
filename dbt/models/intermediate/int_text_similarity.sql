-- Pairs of reports whose prose is alike: an agency's report and its last one, and reports of other agencies of the same year.
with sketches as (
    select reports.report_id, reports.agency_id, reports.report_year, reports.prev_report_id, reports.published_on, sketches.places, sketches.bands
    from {{ ref('int_text_sketch') }} as sketches
    inner join {{ ref('int_rule_report') }} as reports using (report_id)
),

last_year as (
    select report_id, prev_report_id as other_report_id, 'last_year' as kind
    from sketches
    where prev_report_id is not null
),

-- In a band of equal texts each is compared with the three before it: chains of copies are found without comparing all with all.
banded as (
    select report_id, agency_id, report_year, published_on, unnest(bands) as band
    from sketches
),

neighbours as (
    select distinct report_id, other_report_id, 'neighbour' as kind
    from (
        select
            report_id, agency_id,
            unnest([
                lag((report_id, agency_id), 1) over same_band,
                lag((report_id, agency_id), 2) over same_band,
                lag((report_id, agency_id), 3) over same_band
            ]) as other,
            other[1] as other_report_id
        from banded
        window same_band as (partition by band, report_year order by published_on nulls last, report_id)
    ) as pairs
    where other is not null and other[2] <> agency_id
),

pairs as (
    select * from last_year
    union all
    select * from neighbours
),

compared as (
    select
        pairs.report_id, pairs.other_report_id, pairs.kind, sketches.agency_id, sketches.report_year, others.agency_id as other_agency_id,
        cast(round(len(list_filter(list_zip(sketches.places, others.places), lambda place: place[1] = place[2])) / len(sketches.places), 2)
            as decimal(12, 4)) as similarity
    from pairs
    inner join sketches on pairs.report_id = sketches.report_id
    inner join sketches as others on pairs.other_report_id = others.report_id
)

select
    report_id, other_report_id, kind, agency_id, report_year, other_agency_id, similarity, similarity >= {{ var('near_duplicate') }} as is_near_duplicate
from compared
where similarity >= {{ var('least_similarity') }}
