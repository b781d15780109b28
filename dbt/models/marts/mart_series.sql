{{ config(materialized='view') }}
with points as (
    select
        *,
        lag(report_year) over (partition by agency_id, concept_id order by report_year) as previous_year
    from {{ ref('fct_concept_value') }}
)

select
    points.concept_value_id, points.agency_id, agencies.agency_name, agencies.agency_level, agencies.division_code, agencies.province_name,
    points.report_year, points.concept_id, concepts.label_zh as concept_label_zh, concepts.label_en as concept_label_en, concepts.topic,
    points.value, points.unit, points.value_state, points.is_approximate, points.regime, points.relation, points.comparability_note,
    exists(
        select 1 from {{ ref('bridge_concept_indicator') }} as bridge
        where bridge.concept_id = points.concept_id
            and cast(bridge.break_in_series as integer) between points.previous_year + 1 and points.report_year
    ) as is_break,
    points.source_kind, points.is_conflicted, points.chosen_because, points.evidence_text, points.report_id, points.reported_value_ids
from points
inner join {{ ref('dim_concept') }} as concepts using (concept_id)
left join {{ ref('dim_agency') }} as agencies
    on points.agency_id = agencies.agency_id
    and make_date(points.report_year, 12, 31) between agencies.valid_from and coalesce(agencies.valid_to, date '9999-12-31')
order by points.agency_id, points.concept_id, points.report_year
