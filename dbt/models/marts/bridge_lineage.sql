{{ config(materialized='view') }}
with fed as (
    select 'fct_concept_value' as mart_table, concept_value_id as mart_key, 'value' as mart_column, reported_value_ids from {{ ref('fct_concept_value') }}
    union all
    select 'mart_series', concept_value_id, 'value', reported_value_ids from {{ ref('fct_concept_value') }}
    union all
    select 'mart_agency_year', {{ surrogate_key(['agency_id', 'report_year']) }}, concept_id, reported_value_ids from {{ ref('fct_concept_value') }}
    union all
    select 'fct_concept_value_history', concept_value_version_id, 'value', reported_value_ids from {{ ref('fct_concept_value_history') }}
    union all
    select 'fct_application', application_id, 'value', reported_value_ids from {{ ref('fct_application') }}
    union all
    select 'fct_legal_challenge', legal_challenge_id, 'value', reported_value_ids from {{ ref('fct_legal_challenge') }}
    union all
    select 'fct_proactive_disclosure', proactive_disclosure_id, 'value', reported_value_ids from {{ ref('fct_proactive_disclosure') }}
    union all
    select 'fct_finding', finding_id, 'left_evidence', left_reported_value_ids from {{ ref('fct_finding') }} where left_reported_value_ids is not null
    union all
    select 'fct_finding', finding_id, 'right_evidence', right_reported_value_ids from {{ ref('fct_finding') }} where right_reported_value_ids is not null
    union all
    -- An aggregate is fed by every agency and year that may enter it.
    select 'mart_province_year', provinces.province_year_key, base.used_column, base.reported_value_ids
    from (
        select
            concepts.agency_id, concepts.report_year, concepts.reported_value_ids, uses.used_column
        from {{ ref('fct_concept_value') }} as concepts
        inner join (
            select 'applications_received' as concept_id, 'applications_received' as used_column
            {%- for rate in rates() %}{% for concept in rate.over + [rate.under] %}
            union all
            select '{{ concept }}', '{{ rate.name }}'
            {%- endfor %}{% endfor %}
        ) as uses using (concept_id)
        where concepts.relation in ('exactMatch', 'closeMatch')
    ) as base
    inner join {{ ref('mart_agency_year') }} as agencies using (agency_id, report_year)
    inner join {{ ref('mart_province_year') }} as provinces
        on left(agencies.division_code, 2) || '0000' = provinces.province_code and agencies.report_year = provinces.report_year
        and agencies.agency_level = provinces.agency_level
)

select
    fed.mart_table, fed.mart_key, fed.mart_column, vals.reported_value_id, vals.report_id, vals.evidence_start, vals.evidence_end
from (select mart_table, mart_key, mart_column, unnest(reported_value_ids) as reported_value_id from fed) as fed
inner join {{ ref('fct_reported_value') }} as vals using (reported_value_id)
order by fed.mart_table, fed.mart_key, fed.mart_column, vals.reported_value_id
