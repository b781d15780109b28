select
    {{ surrogate_key(['choices.agency_id', 'choices.report_year', 'concepts.challenge_route', 'concepts.challenge_outcome']) }} as legal_challenge_id,
    choices.agency_id, choices.report_year, concepts.challenge_route as route, concepts.challenge_outcome as outcome, choices.concept_id,
    choices.value, choices.value_state, choices.regime, choices.relation, choices.comparability_note, choices.report_id, choices.source_kind,
    choices.is_conflicted, choices.reported_value_ids
from {{ ref('int_concept_choice') }} as choices
inner join {{ ref('concepts') }} as concepts using (concept_id)
where choices.known_to is null and concepts.challenge_route is not null and choices.applicant_type = 'total'
order by choices.agency_id, choices.report_year, concepts.challenge_route, concepts.challenge_outcome
