{{ config(materialized='view') }}
with breaks as (
    select distinct concept_id, cast(break_in_series as integer) as break_year
    from {{ ref('bridge_concept_indicator') }}
    where break_in_series is not null
),

points as (
    select
        *,
        lag(report_year) over (partition by agency_id, concept_id order by report_year) as previous_year
    from {{ ref('fct_concept_value') }}
),

evidence as (
    select points.concept_value_id, string_agg(vals.evidence_text, ' … ' order by vals.evidence_start, vals.reported_value_id) as evidence_text
    from (select concept_value_id, unnest(reported_value_ids) as reported_value_id from points) as points
    inner join {{ ref('fct_reported_value') }} as vals using (reported_value_id)
    group by points.concept_value_id
)

select
    points.agency_id, agencies.agency_name, agencies.agency_level, agencies.division_code, agencies.province_name,
    points.report_year, points.concept_id, concepts.label_zh as concept_label_zh, concepts.label_en as concept_label_en, concepts.topic,
    points.value, points.unit, points.value_state, points.is_approximate, points.regime, points.relation, points.comparability_note,
    exists (
        select 1 from breaks
        where breaks.concept_id = points.concept_id and breaks.break_year > points.previous_year and breaks.break_year <= points.report_year
    ) as is_break,
    points.source_kind, points.is_conflicted, points.chosen_because, evidence.evidence_text, points.report_id, points.reported_value_ids
from points
inner join {{ ref('dim_concept') }} as concepts using (concept_id)
left join {{ ref('dim_agency') }} as agencies
    on points.agency_id = agencies.agency_id
    and make_date(points.report_year, 12, 31) between agencies.valid_from and coalesce(agencies.valid_to, date '9999-12-31')
left join evidence using (concept_value_id)
