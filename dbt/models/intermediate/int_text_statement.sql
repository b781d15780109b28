-- What the rules over texts look at: one row for each rule, report and passage that decides. `holds` null means that it cannot be decided.
-- A rule of the catalogue with evaluated_by = model has its one place here (test_rules_are_evaluated).
with reports as (
    select reports.*, texts.clean_text, texts.source_text
    from {{ ref('int_rule_report') }} as reports
    inner join {{ ref('stg_texts') }} as texts using (report_id)
    where reports.status = 'accepted'
),

-- Rows and cells of the forms that print a fixed number of them.
grid_cells as (
    select
        cells.report_id, cells.form, indicators.applicant_type = '*' as is_grid,
        regexp_matches(cells.indicator_id, '^(review|litigation)_') as is_challenge,
        cells.indicator_id, cells.reported_value_id
    from {{ ref('int_cell') }} as cells
    inner join {{ ref('indicators') }} as indicators on cells.form = indicators.regime and cells.indicator_id = indicators.indicator_id
    where cells.form in ('r2019', 'r2021')
),

grid_rows as (
    select
        grid_cells.report_id, grid_cells.form,
        count(distinct grid_cells.indicator_id) filter (is_grid) as row_count,
        count(*) filter (is_challenge) as challenge_count
    from grid_cells
    group by grid_cells.report_id, grid_cells.form
),

prescribed as (
    select regime as form, count(*) as rows_prescribed
    from {{ ref('indicators') }}
    where applicant_type = '*' and blank_means = 'zero' and not starts_with(section, 'dimension')
    group by regime
),

percentages as (
    select numbers.report_id, numbers.value, numbers.token, numbers.token_start, reports.agency_id, reports.report_year, reports.prev_report_id,
        substr(reports.source_text, greatest(numbers.token_start - 11, 1), least(numbers.token_start, 12)) as words_before,
        reports.source_text
    from {{ ref('stg_numbers') }} as numbers
    inner join reports using (report_id)
    where numbers.number_class = 'percentage' and numbers.value is not null
),

-- A stated growth belongs to the figure directly before it in its sentence.
growth as (
    select
        percentages.report_id, percentages.prev_report_id, vals.indicator_id, vals.value, vals.reported_value_id, percentages.value as stated,
        substr(percentages.source_text, vals.value_end + 1, percentages.token_start - vals.value_end) as words_between,
        substr(percentages.source_text, vals.value_start + 1, percentages.token_start - vals.value_start) || percentages.token as passage
    from percentages
    inner join {{ ref('int_reported_value') }} as vals
        on percentages.report_id = vals.report_id and vals.form = 'narrative' and vals.is_candidate and not vals.is_approximate
        and percentages.token_start between vals.value_end and vals.value_end + 24
    qualify row_number() over (partition by percentages.report_id, percentages.token_start order by vals.value_end desc, vals.reported_value_id) = 1
),

told_once as (
    select report_id, indicator_id, max(value) as value
    from {{ ref('int_prose_statement') }}
    group by report_id, indicator_id
    having count(*) = 1 and not bool_or(is_approximate)
),

grown as (
    select
        growth.*,
        case when regexp_matches(words_between, '[减減]少|下降|降低') then -stated else stated end as signed,
        100 * (growth.value / nullif(earlier.value, 0) - 1) as computed
    from growth
    inner join told_once as earlier on growth.prev_report_id = earlier.report_id and growth.indicator_id = earlier.indicator_id
    where regexp_matches(words_between, '^[^。;；]*(同比|[较較比](上|去)年)[^,，。;；0-9]{0,6}(增[长長加]|上升|提高|下降|[减減]少|降低)了?$')
),

other_years as (
    select
        report_id,
        count(*) as told,
        count(*) filter (period_year is distinct from report_year) as told_of_others,
        count(distinct period_year) as years,
        max(period_year) as period_year,
        any_value(evidence_text order by evidence_start) as evidence_text
    from {{ ref('int_reported_value') }}
    where form = 'narrative' and scope in ('reporting_agency', 'other_year') and value is not null and report_year is not null
    group by report_id
),

shares as (
    select
        wholes.report_id, wholes.evidence_text,
        length(wholes.message) - length(replace(wholes.message, ' + ', '  ')) + 1 as part_count,
        count(*) as share_count,
        sum(try_cast(parts.actual as decimal(24, 6))) as share_sum
    from {{ ref('stg_signals') }} as wholes
    inner join {{ ref('stg_signals') }} as parts
        on wholes.report_id = parts.report_id and parts.rule_id = 'TXT-ENUM-02'
        and parts.evidence_start >= wholes.evidence_start and parts.evidence_start < wholes.evidence_end
    where wholes.rule_id = 'TXT-ENUM-01' and wholes.status = 'pass'
    group by all
),

cited as (
    select
        report_id, regime_by_year,
        regexp_matches(clean_text, '2019.{0,2}60号') as cites_2019,
        regexp_matches(clean_text, '2021.{0,2}30号') as cites_2021
    from reports
    where regime_by_year in ('r2019', 'r2021')
),

copies as (
    select pairs.report_id, pairs.similarity, pairs.is_near_duplicate, others.agency_name as other_name
    from {{ ref('int_text_similarity') }} as pairs
    inner join {{ ref('int_rule_report') }} as others on pairs.other_report_id = others.report_id
    where pairs.kind = 'neighbour'
    qualify row_number() over (partition by pairs.report_id order by pairs.similarity desc, pairs.other_report_id) = 1
),

sections as (
    select
        report_id,
        regexp_extract(
            clean_text,
            '\n\s*([一二三四五六]、\s*(?:总体情况|主动公开政府信息情况|收到和处理政府信息公开申请情况|存在的主要问题及改进情况))\s*\n\s*[二三四五六七]、', 1
        ) as empty_section
    from reports
    where form in ('r2019', 'r2021')
)

select
    case form when 'r2019' then 'R19-APP-06' else 'R21-APP-06' end as rule_id, report_id, row_count = rows_prescribed as holds,
    cast(row_count as varchar) as actual, cast(rows_prescribed as varchar) as expected, cast(null as varchar) as evidence,
    'table 3 has ' || row_count || ' rows that could be told apart; the form has ' || rows_prescribed || '.' as message,
    cast([] as varchar[]) as reported_value_ids
from grid_rows
inner join prescribed using (form)
where row_count > 0
union all
select
    case form when 'r2019' then 'R19-REV-05' else 'R21-REV-05' end, report_id, challenge_count = 15, cast(challenge_count as varchar), '15', null,
    'the table of reviews and suits has ' || challenge_count || ' cells that could be told apart; the form has 15.', []
from grid_rows
where challenge_count > 0
union all
select
    'TXT-RATE-01', report_id, value <= 100, {{ figure('value') }}, '0 to 100', words_before || token,
    'a rate of ' || {{ figure('value') }} || ' % is printed; a share of cases lies between 0 and 100.', []
from percentages
where regexp_matches(words_before, '(公[开開]|[办辦][结結理]|答[复復]|回[复復覆]|[满滿]意|受理|按[时時期]|及[时時])[率度]?[^0-9]{0,4}$')
    and not regexp_matches(words_before, '同比|增|完成|提高|上升|[较較]')
union all
select
    'TXT-GROW-01', report_id, abs(computed - signed) <= 1, {{ figure('signed') }}, cast(round(computed, 1) as varchar), passage,
    'a growth of ' || {{ figure('signed') }} || ' % is stated; against the year before it is ' || round(computed, 1) || ' %.', [reported_value_id]
from grown
where computed is not null
union all
select
    'TXT-YEAR-01', report_id, told_of_others < told or told < 3 or years > 1, cast(period_year as varchar), null, evidence_text,
    'every figure that the text tells is of ' || period_year || ': the text may be that of another year.', []
from other_years
where told > 0
union all
select
    'TXT-CUM-01', report_id, scope = 'cumulative', scope, 'cumulative', evidence_text,
    'a sentence about all years so far was read as a figure of the year.', [reported_value_id]
from {{ ref('int_reported_value') }}
where form = 'narrative' and scope in ('cumulative', 'reporting_agency')
    and regexp_matches(evidence_text, '[历歷]年|以来累[计計]|以來累[计計]|截至目前累[计計]')
    and not regexp_matches(evidence_text, '全年|今年|本年|年[内內]')
union all
select
    'TXT-ENUM-03', report_id, abs(share_sum - 100) <= ceil(share_count / 5.0), {{ figure('share_sum') }}, '100', evidence_text,
    'the shares add up to ' || {{ figure('share_sum') }} || ' %.', []
from shares
where share_count = part_count
union all
select
    'REP-REG-02', report_id, case cited.regime_by_year when 'r2019' then cites_2019 else cites_2021 end,
    case when cites_2019 then '〔2019〕60号' else '〔2021〕30号' end, case cited.regime_by_year when 'r2019' then '〔2019〕60号' else '〔2021〕30号' end,
    regexp_extract(clean_text, '.{0,30}(?:2019.{0,2}60|2021.{0,2}30)号.{0,10}'),
    'the notice that is cited prescribes the form of other years.', []
from cited
inner join reports using (report_id)
where cites_2019 or cites_2021
union all
select
    'REP-TMPL-01', report_id, residue = '', nullif(residue, ''), null, nullif(residue, ''), 'words of the template are left in the text: ' || residue || '.', []
from (
    select
        report_id,
        regexp_extract(clean_text, '[（(]?文字描述[）)]?|该部分(?:内容)?以表格形式(?:报告|呈现)|[^\n。]{0,10}(?:×{2,}|＊{3,})[^\n。]{0,10}') as residue
    from reports
) as residues
union all
select
    'REP-AGG-01', report_id, case when is_area_known then true end, null, null, null, 'whether the figures are those of the agency alone or of its area is not told.', []
from (select reports.report_id, documents.area_scope in ('own', 'area') as is_area_known from reports inner join {{ ref('int_report') }} as documents using (report_id)) as scopes
union all
select
    'REP-DUP-01', report_id, not is_near_duplicate, cast(cast(round(100 * similarity) as integer) as varchar), null, null,
    cast(round(100 * similarity) as integer) || ' % of the text without names and digits is that of ' || other_name || ' in the same year.', []
from copies
union all
select
    'REP-EMPTY-01', report_id, empty_section = '', nullif(empty_section, ''), null, nullif(empty_section, ''), 'nothing stands below the heading ' || empty_section || '.', []
from sections
union all
select
    'COR-EXPECT-01', reports.report_id, corrections.effect = 'applied', corrections.found, coalesce({{ figure('corrections.expect') }}, 'blank_cell'), null,
    'correction ' || corrections.correction_id || ' expects ' || coalesce({{ figure('corrections.expect') }}, 'a blank cell') || ' for ' || corrections.indicator_id
    || ', and the report says ' || coalesce(corrections.found, 'nothing') || ': it is not applied; retire it or mend it.', corrections.reported_value_ids
from {{ ref('int_correction') }} as corrections
inner join reports on corrections.agency_name = reports.agency_name and corrections.report_year = reports.report_year
where corrections.effect in ('applied', 'stale')
