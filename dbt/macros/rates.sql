{#- The rates of the marts, each with its one numerator and its one denominator: concepts of dim_concept. A rate stands only where every
    concept it uses is reported as exactMatch or closeMatch. The columns are described in marts.yml. -#}
{% macro rates() -%}
    {{ return([
        {'name': 'grant_rate', 'over': ['granted', 'partially_granted'], 'under': 'applications_concluded'},
        {'name': 'refusal_rate', 'over': ['refused'], 'under': 'applications_concluded'},
        {'name': 'not_provided_rate', 'over': ['cannot_provide'], 'under': 'applications_concluded'},
        {'name': 'carried_over_rate', 'over': ['applications_carried_over'], 'under': 'applications_workload'},
        {'name': 'natural_person_share', 'over': ['applicants_natural'], 'under': 'applications_received'},
        {'name': 'review_correction_rate', 'over': ['review_corrected'], 'under': 'review_total'},
        {'name': 'litigation_correction_rate', 'over': ['litigation_corrected'], 'under': 'litigation_total'},
    ]) }}
{%- endmacro %}

{#- The sum of a rate's numerator over columns of one row; null when one of them is. -#}
{% macro rate_numerator(rate, prefix='') -%}
    ({% for concept in rate.over %}{{ prefix }}{{ concept }}{% if not loop.last %} + {% endif %}{% endfor %})
{%- endmacro %}

{#- A share in percent, two decimals; null where the denominator is zero. -#}
{% macro percent(over, under) -%}
    cast(round(100 * {{ over }} / nullif({{ under }}, 0), 2) as decimal(12, 2))
{%- endmacro %}
