select report_id, source_text
from {{ ref('stg_texts') }}
order by report_id
