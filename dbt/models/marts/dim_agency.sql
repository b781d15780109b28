select
    {{ surrogate_key(['agency_id', 'version_no']) }} as agency_key,
    agency_id, agency_name, agency_level, division_code, division_name, parent_code, parent_name, province_name,
    make_date(first_year, 1, 1) as valid_from,
    make_date(next_first_year - 1, 12, 31) as valid_to,
    next_first_year is null as is_current
from {{ ref('int_agency_version') }}
order by agency_id, version_no
