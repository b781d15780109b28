select applicant_type, label_zh, label_en, parent, sort_order, is_leaf
from {{ ref('applicant_types') }}
order by sort_order
