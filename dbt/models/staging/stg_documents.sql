select
    documents.report_id, documents.source_uri, documents.delivery, documents.media_type, documents.encoding, documents.script, documents.contamination,
    documents.title, documents.agency_name, documents.agency_level, documents.division_code, documents.report_year, documents.period_start,
    documents.period_end, documents.published_on, documents.regime_by_year, documents.regime_by_form, documents.form_present, documents.area_scope,
    documents.status, documents.status_reason, documents.identity_evidence, documents.extractor_version,
    case
        when documents.agency_name is not null
            then {{ surrogate_key(['coalesce(divisions.root_code, documents.division_code)', normalised_agency_name('documents.agency_own_name')]) }}
    end as agency_id
from {{ source('lake', 'documents') }} as documents
left join {{ ref('stg_divisions') }} as divisions
    on documents.division_code = divisions.division_code and {{ holds_in('divisions', 'documents.report_year') }}
