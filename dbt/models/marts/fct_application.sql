select
    {{ surrogate_key(['choices.agency_id', 'choices.report_year', 'choices.applicant_type', 'concepts.application_outcome']) }} as application_id,
    choices.agency_id, choices.report_year, choices.applicant_type, concepts.application_outcome as outcome, choices.concept_id,
    choices.value, choices.value_state, choices.regime, choices.relation, choices.comparability_note, choices.report_id, choices.source_kind,
    choices.is_conflicted, choices.reported_value_ids
from {{ ref('int_concept_choice') }} as choices
inner join {{ ref('concepts') }} as concepts using (concept_id)
where choices.known_to is null and concepts.application_outcome is not null
order by choices.agency_id, choices.report_year, choices.applicant_type, concepts.application_outcome
