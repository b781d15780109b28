-- What becomes of each document: of equal texts one stays, and a later publication with other figures takes the place of an earlier one.
with documents as (
    select * from {{ ref('stg_documents') }}
),

contested as (
    select *
    from documents
    where status = 'accepted' and agency_id is not null and report_year is not null
    qualify count(*) over (partition by agency_id, report_year) > 1
),

fingerprints as (
    select
        contested.*,
        coalesce(md5(regexp_replace(texts.clean_text, '[^0-9\p{Han}]', '', 'g')), contested.report_id) as content
    from contested
    left join {{ ref('stg_texts') }} as texts using (report_id)
),

duplicates as (
    select
        report_id,
        first_value(report_id) over (
            partition by agency_id, report_year, content
            order by published_on asc nulls last, source_uri asc, report_id asc
        ) as kept_report_id
    from fingerprints
),

figures as (
    select
        report_id,
        md5(string_agg(concat_ws('|', indicator_id, applicant_type, qualifier, value, value_state), ';'
            order by indicator_id, applicant_type, qualifier, value, value_state)) as figures
    from {{ ref('stg_reported_values') }}
    where report_id in (select report_id from contested)
    group by report_id
),

versions as (
    select contested.report_id, contested.agency_id, contested.report_year, contested.published_on, coalesce(figures.figures, '') as figures
    from contested
    inner join duplicates on contested.report_id = duplicates.report_id and duplicates.kept_report_id = contested.report_id
    left join figures on contested.report_id = figures.report_id
),

superseded as (
    select earlier.report_id, max_by(later.report_id, (later.published_on, later.report_id)) as later_report_id,
        max(later.published_on) as later_published_on, min(later.published_on) as replaced_on
    from versions as earlier
    inner join versions as later
        on earlier.agency_id = later.agency_id and earlier.report_year = later.report_year
        and earlier.published_on < later.published_on and earlier.figures <> later.figures
    group by earlier.report_id
)

select
    documents.* exclude (status, status_reason),
    case
        when duplicates.kept_report_id <> documents.report_id then 'duplicate'
        when superseded.report_id is not null then 'superseded'
        else documents.status
    end as status,
    case
        when duplicates.kept_report_id <> documents.report_id
            then 'Same characters and digits as report ' || duplicates.kept_report_id || ' of this agency and year, which stays.'
        when superseded.report_id is not null
            then 'Published again on ' || superseded.later_published_on || ' with other figures: report ' || superseded.later_report_id || '.'
        else documents.status_reason
    end as status_reason,
    case
        when duplicates.kept_report_id <> documents.report_id then duplicates.kept_report_id
        else superseded.later_report_id
    end as replaced_by_report_id,
    case when duplicates.kept_report_id is null or duplicates.kept_report_id = documents.report_id then superseded.replaced_on end as replaced_on
from documents
left join duplicates on documents.report_id = duplicates.report_id
left join superseded on documents.report_id = superseded.report_id
order by documents.report_id
