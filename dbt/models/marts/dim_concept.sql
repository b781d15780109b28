select
    concept_id, label_en, label_zh, topic, unit, matching_section, application_outcome, challenge_route, challenge_outcome,
    disclosure_item, disclosure_measure
from {{ ref('concepts') }}
order by concept_id
