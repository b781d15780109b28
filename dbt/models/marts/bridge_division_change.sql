with changes as (
    select from_code, to_code, changed_in, change, note
    from {{ ref('division_changes') }}
    union all
    -- What the dated lists themselves show: the same name under another code, another name under the same code.
    select
        earlier.division_code, earlier.successor_code, cast(year(earlier.succeeded_on) as integer),
        case earlier.link when 'same_name' then 'recoded' else 'renamed' end,
        earlier.name_zh || ' became ' || later.name_zh
    from {{ ref('stg_divisions') }} as earlier
    inner join {{ ref('stg_divisions') }} as later
        on earlier.successor_code = later.division_code and earlier.succeeded_on = later.valid_from
    where earlier.link in ('same_name', 'same_code')
)

select {{ surrogate_key(['from_code', 'to_code', 'changed_in']) }} as division_change_key, from_code, to_code, changed_in, change, note
from changes
order by changed_in, from_code, to_code
