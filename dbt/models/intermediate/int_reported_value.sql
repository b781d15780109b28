{{ config(materialized='view') }}
-- Reported values with whose and which year's they are, and whether they may stand for their agency and year: now, or before their report
-- was replaced by a later publication.
select
    vals.*,
    reports.agency_id,
    reports.report_year,
    reports.status in ('accepted', 'superseded')
        and vals.scope = 'reporting_agency'
        and (vals.period_year is null or vals.period_year = reports.report_year)
        and vals.qualifier is null as could_stand,
    reports.status = 'accepted' and could_stand as is_candidate
from {{ ref('stg_reported_values') }} as vals
inner join {{ ref('int_report') }} as reports using (report_id)
