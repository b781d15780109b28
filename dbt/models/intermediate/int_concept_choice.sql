-- The value that counts for each agency, year, concept and applicant type, and why.
with ranked as (
    select
        *,
        row_number() over (
            partition by agency_id, report_year, concept_id, applicant_type
            order by trust, is_approximate, published_on desc nulls last, evidence_start, report_id, value
        ) as place,
        count(*) over (partition by agency_id, report_year, concept_id, applicant_type) as candidate_count
    from {{ ref('int_concept_candidate') }}
),

chosen as (
    select * from ranked
    where place = 1
),

-- A bound (broader, narrower) does not contradict a figure; an approximate figure does only beyond a tenth. Where several rows of an older
-- form together come close to a concept, prose that names one of these rows (同意公开 without 属于已主动公开) agrees with the form.
contradictions as (
    select chosen.agency_id, chosen.report_year, chosen.concept_id, chosen.applicant_type, count(*) as others
    from chosen
    inner join ranked
        on chosen.agency_id = ranked.agency_id and chosen.report_year = ranked.report_year
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
    || case when chosen.is_contradicted then '; the form prints the cell twice with different figures' else '' end as chosen_because
from chosen
left join contradictions using (agency_id, report_year, concept_id, applicant_type)
