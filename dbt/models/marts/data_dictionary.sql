{#- The descriptions of this project as a table: what the yml files say is what the warehouse, the site and `ogi dictionary` say. -#}
{%- set marts = [] -%}
{%- if execute -%}
    {%- for node in graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') | sort(attribute='name') if node.fqn[1] == 'marts' -%}
        {%- do marts.append(node) -%}
    {%- endfor -%}
{%- endif -%}
select
    cast(table_name as varchar) as table_name, cast(column_no as integer) as column_no, cast(column_name as varchar) as column_name,
    cast(data_type as varchar) as data_type, cast(unit as varchar) as unit, cast(description as varchar) as description,
    cast(grain as varchar) as grain, cast(warning as varchar) as warning
from (
    values
    {%- for node in marts %}
    ({{ text_literal(node.name) }}, 0, null, null, null, {{ text_literal(node.description) }}, {{ text_literal(node.config.meta.get('grain')) }}, {{ text_literal(node.config.meta.get('warning')) }}),
    {%- for column in node.columns.values() %}
    ({{ text_literal(node.name) }}, {{ loop.index }}, {{ text_literal(column.name) }}, {{ text_literal(column.data_type) }}, {{ text_literal(column.config.meta.get('unit')) }}, {{ text_literal(column.description) }}, null, {{ text_literal(column.config.meta.get('warning')) }}),
    {%- endfor %}
    {%- endfor %}
    ('', -1, null, null, null, null, null, null)
) as entries (table_name, column_no, column_name, data_type, unit, description, grain, warning)
where column_no >= 0
order by table_name, column_no
