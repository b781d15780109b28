select
    years.agency_id, years.report_year, years.report_id, years.agency_level, years.due_on, years.first_published_on,
    cast(years.days_after_due as integer) as days_after_due,
    case
        when years.first_published_on is null then 'unknown'
        when years.days_after_due <= 0 then 'in_time'
        else 'late'
    end as timeliness
from {{ ref('int_agency_year') }} as years
order by years.agency_id, years.report_year
