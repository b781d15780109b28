select *
from {{ source('lake', 'numbers') }}
