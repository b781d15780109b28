{#- A stable key of several columns; null is told apart from the empty text. -#}
{% macro surrogate_key(columns) -%}
    md5(concat_ws('|', {% for c in columns %}coalesce(cast({{ c }} as varchar), '~'){% if not loop.last %}, {% endif %}{% endfor %}))
{%- endmacro %}

{#- An agency's name without what varies in writing: spaces, brackets, full stops, and 人民政府 behind a place. -#}
{% macro normalised_agency_name(column) -%}
    regexp_replace(regexp_replace({{ column }}, '[\s()（）〔〕\[\]·.,、。]', '', 'g'), '人民政府$', '')
{%- endmacro %}

{#- The last day of a year. -#}
{% macro year_end(column) -%}
    make_date({{ column }}, 12, 31)
{%- endmacro %}

{#- Whether a version (valid_from, valid_to; null is open) held on the last day of a year. -#}
{% macro holds_in(version, year) -%}
    {{ year_end(year) }} between coalesce({{ version }}.valid_from, date '0001-01-01') and coalesce({{ version }}.valid_to, date '9999-12-31')
{%- endmacro %}

{#- A decimal as people write it. -#}
{% macro figure(column) -%}
    rtrim(rtrim(cast({{ column }} as varchar), '0'), '.')
{%- endmacro %}

{#- A figure after its correction: null when it is dropped, unchanged when it is only flagged. Needs the relation `corrections`. -#}
{% macro corrected_value(column) -%}
    case corrections.action
        when 'drop' then null
        when 'override' then cast(corrections.amount as decimal(24, 6))
        when 'scale' then cast({{ column }} * corrections.amount as decimal(24, 6))
        else {{ column }}
    end
{%- endmacro %}

{#- A text as SQL; null where it is empty. -#}
{% macro text_literal(text) -%}
    {%- if text -%}'{{ text | string | trim | replace("'", "''") }}'{%- else -%}cast(null as varchar){%- endif -%}
{%- endmacro %}

{# Joins the place of a report as it was in its year, and what lies above it: `divisions`, `parents` and `provinces`. #}
{% macro join_place(reports) -%}
left join {{ ref('divisions') }} as divisions
    on {{ reports }}.division_code = divisions.division_code
    and {{ holds_in('divisions', reports ~ '.report_year') }}
left join {{ ref('divisions') }} as parents
    on divisions.parent_code = parents.division_code
    and {{ holds_in('parents', reports ~ '.report_year') }}
left join {{ ref('divisions') }} as provinces
    on left({{ reports }}.division_code, 2) || '0000' = provinces.division_code
    and {{ holds_in('provinces', reports ~ '.report_year') }}
{%- endmacro %}
