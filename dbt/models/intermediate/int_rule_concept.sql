-- What counts for each agency, year and concept, with what the rules over concepts compare it to: the agencies beside it, the units below it,
-- and the statements against it.
with years as (
    select report_id, agency_id, report_year, agency_level, left(division_code, 2) as province, division_code, is_government
    from {{ ref('int_rule_report') }}
    where is_leader
),

counting as (
    select
        years.report_id, years.agency_id, years.report_year, years.agency_level, years.province, years.division_code,
        choices.concept_id, choices.value, choices.relation, choices.contradiction_count, choices.evidence_text, choices.reported_value_ids,
        choices.other_evidence_text, choices.other_reported_value_ids
    from years
    inner join {{ ref('int_concept_choice') }} as choices using (agency_id, report_year)
    where choices.known_to is null and choices.applicant_type = 'total'
),

peers as (
    select concept_id, report_year, agency_level, province, median(value) as peer_median, count(*) as peer_count
    from counting
    where province is not null
    group by concept_id, report_year, agency_level, province
),

-- The departments and townships of a county or prefecture that are known, and what they report.
units as (
    select division_code, report_year, count(*) filter (accepted = 0) as units_missing
    from {{ ref('int_coverage') }}
    where agency_level in ('department', 'township') and division_code is not null
    group by division_code, report_year
),

unit_values as (
    select concept_id, division_code, report_year, sum(value) as units_sum, count(*) as units_count
    from counting
    where agency_level in ('department', 'township') and division_code is not null
    group by concept_id, division_code, report_year
),

breaks as (
    select distinct concept_id, cast(break_in_series as integer) as break_year
    from {{ ref('crosswalk') }}
    where break_in_series is not null
)

select
    counting.report_id, counting.concept_id as indicator_id, cast(null as varchar) as applicant_type, counting.value, false as is_unreadable,
    peers.peer_median, peers.peer_count, counting.contradiction_count as contradictions,
    cast(concepts.unit in ('case', 'count', 'person') as integer) as is_count,
    cast(breaks.break_year is not null or counting.relation not in ('exactMatch', 'closeMatch') as integer) as is_break,
    unit_values.units_sum, unit_values.units_count, units.units_missing,
    counting.evidence_text, counting.reported_value_ids, counting.other_evidence_text, counting.other_reported_value_ids
from counting
inner join {{ ref('concepts') }} as concepts using (concept_id)
left join peers using (concept_id, report_year, agency_level, province)
left join breaks on counting.concept_id = breaks.concept_id and counting.report_year = breaks.break_year
left join units on counting.division_code = units.division_code and counting.report_year = units.report_year
left join unit_values
    on counting.concept_id = unit_values.concept_id and counting.division_code = unit_values.division_code
    and counting.report_year = unit_values.report_year
