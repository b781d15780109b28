select *
from {{ source('operations', 'alerts') }}
