-- Divisions with what they were before and became. A division goes on under another code or name when one of the same level, province
-- and short name begins on the day after it ends (阳东县 441723, 阳东区 441704) or the code stays; bodies keep their id over such a change.
with recursive divisions as (
    select *, coalesce(valid_from, date '0001-01-01') as begins, coalesce(valid_to, date '9999-12-31') as ends
    from {{ ref('divisions') }}
),

successions as (
    select earlier.division_code as from_code, later.division_code as to_code, later.valid_from as changed_on
    from divisions as earlier
    inner join divisions as later
        on earlier.ends + interval 1 day = later.begins and left(earlier.division_code, 2) = left(later.division_code, 2)
        and earlier.short_name = later.short_name and earlier.level = later.level and earlier.division_code <> later.division_code
    qualify row_number() over (partition by earlier.division_code order by later.valid_from, later.division_code) = 1
        and row_number() over (partition by later.division_code order by earlier.valid_to desc, earlier.division_code) = 1
),

roots as (
    select distinct division_code, division_code as root_code
    from divisions
    where division_code not in (select to_code from successions)
    union all
    select successions.to_code, roots.root_code
    from roots
    inner join successions on roots.division_code = successions.from_code
)

select
    divisions.* exclude (begins, ends),
    before.from_code as predecessor_code, after.to_code as successor_code, after.changed_on as succeeded_on, roots.root_code
from divisions
inner join roots on divisions.division_code = roots.division_code
left join successions as before on divisions.division_code = before.to_code
left join successions as after on divisions.division_code = after.from_code
