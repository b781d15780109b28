with terms as (
    select concept_id, regime, max(term_count) as term_count, min(indicator_id) as indicator_id
    from {{ ref('int_crosswalk_term') }}
    where about = 'total'
    group by concept_id, regime
)

select
    {{ surrogate_key(['crosswalk.concept_id', 'crosswalk.regime']) }} as bridge_key,
    crosswalk.concept_id, crosswalk.regime,
    case when terms.term_count = 1 then terms.indicator_id end as indicator_id,
    crosswalk.source_expression as expression,
    crosswalk.relation, crosswalk.comparability_note, crosswalk.break_in_series
from {{ ref('crosswalk') }} as crosswalk
left join terms using (concept_id, regime)
order by crosswalk.concept_id, crosswalk.regime
