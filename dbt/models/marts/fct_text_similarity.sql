select
    {{ surrogate_key(['report_id', 'other_report_id']) }} as text_similarity_id,
    report_id, other_report_id, kind, agency_id, report_year, other_agency_id, similarity, is_near_duplicate
from {{ ref('int_text_similarity') }}
order by report_id, kind, similarity desc, other_report_id
