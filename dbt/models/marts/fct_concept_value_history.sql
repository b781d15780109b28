select
    {{ surrogate_key(['choices.agency_id', 'choices.report_year', 'choices.concept_id', 'choices.known_to']) }} as concept_value_version_id,
    choices.agency_id, choices.report_year, choices.concept_id, choices.known_from, choices.known_to, choices.known_to is null as is_current,
    choices.value, concepts.unit, choices.value_state, choices.regime, choices.relation, choices.report_id, choices.source_kind,
    choices.is_conflicted, choices.chosen_because, choices.reported_value_ids
from {{ ref('int_concept_choice') }} as choices
inner join {{ ref('concepts') }} as concepts using (concept_id)
where choices.applicant_type = 'total'
order by choices.agency_id, choices.report_year, choices.concept_id, choices.known_from nulls first, choices.known_to nulls last
