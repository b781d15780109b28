select *
from {{ source('lake', 'signals') }}
