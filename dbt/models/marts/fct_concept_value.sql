select
    {{ surrogate_key(['agency_id', 'report_year', 'concept_id']) }} as concept_value_id,
    choices.agency_id, choices.report_year, choices.concept_id, choices.value, concepts.unit, choices.value_state, choices.is_approximate,
    choices.regime, choices.relation, choices.comparability_note, choices.report_id, choices.source_kind, choices.is_conflicted,
    cast(choices.candidate_count as integer) as candidate_count, choices.chosen_because,
    choices.evidence_text, choices.reported_value_ids
from {{ ref('int_concept_choice') }} as choices
inner join {{ ref('concepts') }} as concepts using (concept_id)
where choices.known_to is null and choices.applicant_type = 'total'
order by choices.agency_id, choices.report_year, choices.concept_id
