-- The corrections file against what was read: which reported values each active correction is about, and whether the source still says
-- what the correction expects. A correction without `form` is about the prose and the forms alike.
with active as (
    select *
    from {{ ref('corrections') }}
    where status = 'active'
),

said as (
    select
        active.correction_id, vals.reported_value_id, reports.report_id,
        coalesce(vals.value = active.expect, vals.value is null and active.expect is null and vals.value_state is not null) as is_expected,
        coalesce({{ figure('vals.value') }}, vals.value_state) as found
    from active
    inner join {{ ref('int_report') }} as reports
        on active.agency_name = reports.agency_name and active.report_year = reports.report_year and reports.status in ('accepted', 'superseded')
    left join {{ ref('int_reported_value') }} as vals
        on reports.report_id = vals.report_id and active.indicator_id = vals.indicator_id
        and coalesce(active.form, vals.form) = vals.form and active.applicant_type is not distinct from vals.applicant_type
),

judged as (
    select
        correction_id,
        count(distinct report_id) as report_count,
        -- Of each report of the agency and year one figure at least must be as expected: a mended publication makes the correction stale.
        min(expected_in_report) as is_expected_everywhere,
        list(distinct found order by found) as found,
        list(distinct reported_value_id order by reported_value_id) filter (is_expected) as reported_value_ids
    from (select *, max(coalesce(is_expected, false)::integer) over (partition by correction_id, report_id) as expected_in_report from said) as by_report
    group by correction_id
)

select
    corrections.*,
    case
        when corrections.status <> 'active' then 'not_active'
        when judged.report_count is null then 'no_report'
        when judged.is_expected_everywhere = 1 then 'applied'
        else 'stale'
    end as effect,
    array_to_string(judged.found, ', ') as found,
    case when judged.is_expected_everywhere = 1 then judged.reported_value_ids else [] end as reported_value_ids
from {{ ref('corrections') }} as corrections
left join judged using (correction_id)
