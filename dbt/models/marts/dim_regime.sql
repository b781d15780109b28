select form as regime_id, regime, first_year, last_year, label_zh, label_en, source_notice, columns_printed, what_is_printed
from {{ ref('regimes') }}
order by first_year, form
