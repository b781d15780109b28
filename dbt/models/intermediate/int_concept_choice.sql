-- The value that counts for each agency, year, concept and applicant type, and why; where a later publication replaced a report, one
-- row for each time between two publications. The newest has no `known_to`.
with versions as (
    select agency_id, report_year, published_on
    from {{ ref('int_concept_candidate') }}
    where published_on is not null
    qualify bool_or(replaced_on is not null) over (partition by agency_id, report_year)
),

times as (
    select
        agency_id, report_year, published_on as known_from,
        lead(published_on) over (partition by agency_id, report_year order by published_on) as known_to
    from (select distinct * from versions) as publications
    union all
    -- What was never published again has one time, known since its first publication.
    select agency_id, report_year, min(published_on) as known_from, null as known_to
    from {{ ref('int_concept_candidate') }}
    where (agency_id, report_year) not in (select (versions.agency_id, versions.report_year) from versions)
    group by agency_id, report_year
),

ranked as (
    select
        candidates.*, times.known_from, times.known_to,
        row_number() over (
            partition by candidates.agency_id, candidates.report_year, times.known_to, candidates.concept_id, candidates.applicant_type
            order by candidates.trust, candidates.is_approximate, candidates.published_on desc nulls last, candidates.evidence_start,
                candidates.report_id, candidates.value
        ) as place,
        count(*) over (
            partition by candidates.agency_id, candidates.report_year, times.known_to, candidates.concept_id, candidates.applicant_type
        ) as candidate_count
    from {{ ref('int_concept_candidate') }} as candidates
    inner join times on candidates.agency_id = times.agency_id and candidates.report_year = times.report_year
    where coalesce(candidates.published_on < times.known_to, true)
        and coalesce(candidates.replaced_on > times.known_from, true)
),

chosen as (
    select * from ranked
    where place = 1
),

-- A bound (broader, narrower) does not contradict a figure; an approximate figure does only beyond a tenth. Where several rows of an older
-- form together come close to a concept, prose that names one of these rows (同意公开 without 属于已主动公开) agrees with the form.
contradictions as (
    select chosen.agency_id, chosen.report_year, chosen.known_to, chosen.concept_id, chosen.applicant_type, count(*) as others,
        string_agg(ranked.evidence_text, ' … ' order by ranked.place) as evidence_text,
        list_distinct(flatten(list(ranked.reported_value_ids order by ranked.place))) as reported_value_ids
    from chosen
    inner join ranked
        on chosen.agency_id = ranked.agency_id and chosen.report_year = ranked.report_year and chosen.known_to is not distinct from ranked.known_to
        and chosen.concept_id = ranked.concept_id and chosen.applicant_type = ranked.applicant_type
    where ranked.place > 1
        and chosen.relation in ('exactMatch', 'closeMatch')
        and ranked.relation in ('exactMatch', 'closeMatch')
        and not (chosen.relation = 'closeMatch' and len(chosen.operand_values) > 1 and list_contains(chosen.operand_values, ranked.value))
        and abs(ranked.value - chosen.value)
        > case when ranked.is_approximate or chosen.is_approximate then 0.1 * greatest(abs(chosen.value), abs(ranked.value)) else 0 end
    group by all
)

select
    chosen.* exclude (place, trust, is_contradicted, operand_values),
    chosen.trust,
    coalesce(contradictions.others, 0) > 0 or chosen.is_contradicted as is_conflicted,
    coalesce(contradictions.others, 0) + chosen.is_contradicted::integer as contradiction_count,
    contradictions.evidence_text as other_evidence_text,
    contradictions.reported_value_ids as other_reported_value_ids,
    case chosen.trust
        when 1 then 'cell of the form whose sums hold'
        when 2 then 'cell of the form'
        when 3 then 'no cell of the form; sentence in the section of the subject'
        when 4 then 'no cell of the form; sentence in the overview'
        else 'no cell of the form; sentence in another section'
    end
    || case
        when chosen.candidate_count = 1 then '; the only candidate'
        when coalesce(contradictions.others, 0) = 0 then '; no other candidate differs'
        else '; ' || contradictions.others || ' of ' || (chosen.candidate_count - 1) || ' other candidates differ'
    end
    || case when chosen.is_contradicted then '; the form prints the cell twice with different figures' else '' end
    || case when chosen.correction_ids is not null then '; correction ' || array_to_string(chosen.correction_ids, ', ') else '' end as chosen_because
from chosen
left join contradictions
    on chosen.agency_id = contradictions.agency_id and chosen.report_year = contradictions.report_year
    and chosen.known_to is not distinct from contradictions.known_to
    and chosen.concept_id = contradictions.concept_id and chosen.applicant_type = contradictions.applicant_type
