{{ config(materialized='view') }}
-- Reported values with whose and which year's they are, and whether they may stand for their agency and year.
select
    vals.*,
    reports.agency_id,
    reports.report_year,
    reports.status = 'accepted'
        and vals.scope = 'reporting_agency'
        and (vals.period_year is null or vals.period_year = reports.report_year)
        and vals.qualifier is null as is_candidate
from {{ ref('stg_reported_values') }} as vals
inner join {{ ref('int_report') }} as reports using (report_id)
