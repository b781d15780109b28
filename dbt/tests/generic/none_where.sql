{#- No row meets a condition that must never hold. -#}
{% test none_where(model, condition) %}
select * from {{ model }} where {{ condition }}
{% endtest %}
