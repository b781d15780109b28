select
    {{ surrogate_key(['division_code', 'valid_from', 'name_zh']) }} as division_key,
    division_code, name_zh, short_name, level, parent_code,
    case when level <> 'province' then left(division_code, 2) || '0000' end as province_code,
    valid_from, valid_to, valid_to is null as is_current,
    predecessor_code, successor_code, succeeded_on, root_code, source
from {{ ref('stg_divisions') }}
order by division_code, valid_from nulls first
