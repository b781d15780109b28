-- One row for each label that a form prints and each concept that it feeds: from a Chinese label to the tables that hold its figures.
with labels as (
    select
        regime as form, indicator_id, unit, blank_means, applicant_type, label_zh, column_label_zh, parent_indicator_id,
        unnest(list_distinct([label_zh] || coalesce(string_split(nullif(label_variants, ''), '|'), []))) as label
    from {{ ref('indicators') }}
    where not starts_with(section, 'dimension')
),

feeds as (
    select distinct concept_id, regime as form, indicator_id
    from {{ ref('int_crosswalk_term') }}
    where about = 'total'
)

select
    {{ surrogate_key(['labels.form', 'labels.indicator_id', 'labels.label', 'feeds.concept_id']) }} as dictionary_label_key,
    replace(labels.label, '\n', '') as label, labels.form, forms.label_zh as form_label_zh, labels.indicator_id, labels.label_zh, labels.column_label_zh,
    labels.unit, labels.blank_means, labels.applicant_type = '*' as has_applicant_types,
    feeds.concept_id, concepts.label_zh as concept_label_zh, concepts.label_en as concept_label_en, crosswalk.relation, crosswalk.comparability_note,
    list_filter([
        'fct_reported_value',
        case when feeds.concept_id is not null then 'fct_concept_value' end,
        case when feeds.concept_id is not null then 'mart_series' end,
        case when feeds.concept_id is not null then 'mart_agency_year' end,
        case when concepts.application_outcome is not null then 'fct_application' end,
        case when concepts.challenge_route is not null then 'fct_legal_challenge' end,
        case when concepts.disclosure_item is not null then 'fct_proactive_disclosure' end
    ], lambda name: name is not null) as tables
from labels
inner join {{ ref('regimes') }} as forms using (form)
left join feeds using (form, indicator_id)
left join {{ ref('concepts') }} as concepts on feeds.concept_id = concepts.concept_id
left join {{ ref('crosswalk') }} as crosswalk on feeds.concept_id = crosswalk.concept_id and labels.form = crosswalk.regime
order by labels.form, labels.indicator_id, label, feeds.concept_id
