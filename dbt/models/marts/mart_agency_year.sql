{#- The concepts are the columns that marts.yml declares as figures, so a concept is added there. -#}
{%- set concepts = model.columns.values() | selectattr('data_type', 'equalto', 'decimal(24,6)') | map(attribute='name') | list -%}
with wide as (
    select
        agency_id, report_year
        {%- for concept in concepts %},
        max(value) filter (concept_id = '{{ concept }}') as {{ concept }}
        {%- endfor %},
        count(*) as concept_count,
        count(*) filter (is_conflicted) as conflicted_count,
        list(concept_id order by concept_id) filter (relation not in ('exactMatch', 'closeMatch')) as bounds
    from {{ ref('fct_concept_value') }}
    group by agency_id, report_year
)

select
    {{ surrogate_key(['years.agency_id', 'years.report_year']) }} as agency_year_key,
    years.agency_id, years.report_year, agencies.agency_name, agencies.agency_level, agencies.division_code, agencies.division_name,
    agencies.parent_code, agencies.province_name, years.area_scope, years.regime_by_year as regime, years.regime_by_form as form, years.report_id,
    timeliness.due_on, timeliness.first_published_on, timeliness.days_after_due, timeliness.timeliness,
    cast(coalesce(wide.concept_count, 0) as integer) as concept_count,
    cast(coalesce(wide.conflicted_count, 0) as integer) as conflicted_count,
    coalesce(wide.bounds, []) as bounds
    {%- for concept in concepts %},
    wide.{{ concept }}
    {%- endfor %}
    {%- for rate in rates() %},
    {{ percent(rate_numerator(rate, 'base.'), 'base.' ~ rate.under) }} as {{ rate.name }}
    {%- endfor %}
from {{ ref('int_agency_year') }} as years
left join wide using (agency_id, report_year)
left join {{ ref('int_rate_base') }} as base using (agency_id, report_year)
left join {{ ref('fct_timeliness') }} as timeliness using (agency_id, report_year)
left join {{ ref('dim_agency') }} as agencies
    on years.agency_id = agencies.agency_id
    and {{ year_end('years.report_year') }} between agencies.valid_from and coalesce(agencies.valid_to, date '9999-12-31')
order by years.agency_id, years.report_year
