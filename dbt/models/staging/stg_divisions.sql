{{ config(materialized='table') }}
-- Divisions with what they were before and became: a county that became a district, was renamed or moved goes on, and the code it was first
-- known by (root_code) is part of the key of its agencies. Stated changes (seed division_changes) come first, then the same name under
-- another code (阳东县 441723, 阳东区 441704), then another name under the same code. Codes are given anew, so versions are linked, not codes.
with recursive versions as (
    select division_code, name_zh, short_name, level, valid_from, valid_to, left(division_code, 2) as province
    from {{ ref('divisions') }}
),

stated as (
    select earlier.division_code, earlier.valid_from, later.division_code as next_code, later.valid_from as next_from, 'stated' as link
    from {{ ref('division_changes') }} as changes
    inner join versions as earlier on changes.from_code = earlier.division_code and earlier.valid_to is not null
    inner join versions as later
        on changes.to_code = later.division_code and year(later.valid_from) = changes.changed_in and earlier.valid_to < later.valid_from
    where changes.change = 'continued'
),

same_name as (
    select earlier.division_code, earlier.valid_from, later.division_code as next_code, later.valid_from as next_from, 'same_name' as link
    from versions as earlier
    inner join versions as later
        on earlier.short_name = later.short_name and earlier.level = later.level and earlier.province = later.province
        and earlier.valid_to + 1 = later.valid_from and earlier.division_code <> later.division_code
    where (earlier.division_code, earlier.valid_from) not in (select (stated.division_code, stated.valid_from) from stated)
        and (later.division_code, later.valid_from) not in (select (stated.next_code, stated.next_from) from stated)
    -- Where a name is found twice in the year after, the code nearest to the old one carries on.
    qualify row_number() over (partition by earlier.division_code, earlier.valid_from order by left(later.division_code, 4) <> left(earlier.division_code, 4), later.division_code) = 1
        and row_number() over (partition by later.division_code, later.valid_from order by left(later.division_code, 4) <> left(earlier.division_code, 4), earlier.division_code) = 1
),

moved as (
    select * from stated
    union all
    select * from same_name
),

same_code as (
    select earlier.division_code, earlier.valid_from, later.division_code as next_code, later.valid_from as next_from, 'same_code' as link
    from versions as earlier
    inner join versions as later on earlier.division_code = later.division_code and earlier.valid_to + 1 = later.valid_from
    where (earlier.division_code, earlier.valid_from) not in (select (moved.division_code, moved.valid_from) from moved)
        and (later.division_code, later.valid_from) not in (select (moved.next_code, moved.next_from) from moved)
),

links as (
    select * from moved
    union all
    select * from same_code
),

roots as (
    select division_code, valid_from, division_code as root_code, cast(null as varchar) as predecessor_code
    from versions
    where (division_code, coalesce(valid_from, date '0001-01-01')) not in (select (next_code, next_from) from links)
    union all
    select links.next_code, links.next_from, roots.root_code, links.division_code
    from roots
    inner join links on roots.division_code = links.division_code and roots.valid_from is not distinct from links.valid_from
)

select
    divisions.*, roots.predecessor_code, links.next_code as successor_code, links.next_from as succeeded_on, roots.root_code, links.link
from {{ ref('divisions') }} as divisions
inner join roots on divisions.division_code = roots.division_code and divisions.valid_from is not distinct from roots.valid_from
left join links on divisions.division_code = links.division_code and divisions.valid_from is not distinct from links.valid_from
