{{ config(materialized='view') }}
-- Texts to be compared, each with the names that do not count: the agency, its place and the places above.
select
    reports.report_id, texts.clean_text,
    list_distinct(list_filter([
        reports.agency_name,
        divisions.name_zh, divisions.short_name, parents.name_zh, parents.short_name, provinces.name_zh, provinces.short_name
    ], lambda name: name is not null)) as names
from {{ ref('int_rule_report') }} as reports
inner join {{ ref('stg_texts') }} as texts using (report_id)
{{ join_place('reports') }}
where reports.is_leader
order by reports.report_id
