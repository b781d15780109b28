with roots as (
    select distinct division_code, root_code from {{ ref('stg_divisions') }}
)

select
    documents.report_id, source_uri, delivery, media_type, encoding, script, contamination, title, agency_name, agency_level, division_code,
    report_year, period_start, period_end, published_on, regime_by_year, regime_by_form, form_present, area_scope, status, status_reason,
    identity_evidence, extractor_version,
    case
        when agency_name is not null
            then {{ surrogate_key(['coalesce(roots.root_code, division_code)', normalised_agency_name('agency_own_name')]) }}
    end as agency_id
from {{ source('lake', 'documents') }} as documents
left join roots using (division_code)
