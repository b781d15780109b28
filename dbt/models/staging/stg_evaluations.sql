select *
from {{ source('operations', 'evaluations') }}
