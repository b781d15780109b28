-- For each agency and year, the concepts that rates use, where they are comparable; a broader or narrower value is left out.
select
    agency_id, report_year
    {%- set used = [] -%}
    {%- for rate in rates() -%}{%- for concept in rate.over + [rate.under] -%}{%- if concept not in used -%}{%- do used.append(concept) -%}{%- endif -%}{%- endfor -%}{%- endfor -%}
    {%- for concept in used %},
    max(value) filter (concept_id = '{{ concept }}') as {{ concept }}
    {%- endfor %}
from {{ ref('int_concept_choice') }}
where known_to is null and applicant_type = 'total' and relation in ('exactMatch', 'closeMatch')
group by agency_id, report_year
