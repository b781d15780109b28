select *
from {{ source('lake', 'reported_values') }}
