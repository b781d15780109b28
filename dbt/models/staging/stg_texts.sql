select report_id, source_text, coalesce(clean_text, source_text) as clean_text
from {{ source('lake', 'normalised') }}
where readable and source_text is not null
