select agency_id, report_year, division_code, expected, received, accepted, analysable, concept_count, state
from {{ ref('int_coverage') }}
order by agency_id, report_year
