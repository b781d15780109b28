select
    {{ surrogate_key(['choices.agency_id', 'choices.report_year', 'concepts.disclosure_item', 'concepts.disclosure_measure']) }} as proactive_disclosure_id,
    choices.agency_id, choices.report_year, concepts.disclosure_item as item, concepts.disclosure_measure as measure, choices.concept_id,
    choices.value, concepts.unit, choices.value_state, choices.regime, choices.relation, choices.comparability_note, choices.report_id,
    choices.source_kind, choices.is_conflicted, choices.reported_value_ids
from {{ ref('int_concept_choice') }} as choices
inner join {{ ref('concepts') }} as concepts using (concept_id)
where choices.known_to is null and concepts.disclosure_item is not null and choices.applicant_type = 'total'
order by choices.agency_id, choices.report_year, concepts.disclosure_item, concepts.disclosure_measure
