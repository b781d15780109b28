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

{#- A decimal as people write it. -#}
{% macro figure(column) -%}
    rtrim(rtrim(cast({{ column }} as varchar), '0'), '.')
{%- endmacro %}
