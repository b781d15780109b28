-- One row for each cell of a form in a report that counts; of a cell printed twice the first filled one.
-- A row that lost cells on its page (only the filled ones were kept) still has them: as cells that could not be read, since
-- nothing tells that they were blank.
with printed as (
    select
        report_id, form, indicator_id, applicant_type, value, value_state, is_approximate, unit,
        value_state = 'unparseable' as is_unreadable,
        reported_value_id, evidence_text, table_no, row_no, column_no,
        coalesce(min(value) over cell_printed <> max(value) over cell_printed, false) as is_contradicted
    from {{ ref('int_reported_value') }}
    where could_stand and form <> 'narrative'
    window cell_printed as (partition by report_id, form, indicator_id, applicant_type)
    qualify row_number() over (
        partition by report_id, form, indicator_id, applicant_type
        order by (value is null), table_no, row_no, column_no, evidence_start, reported_value_id
    ) = 1
),

printed_row as (
    select
        report_id, form, indicator_id,
        min(unit) as unit,
        min(table_no) as table_no,
        min(row_no) as row_no
    from printed
    where applicant_type is not null
    group by report_id, form, indicator_id
),

form_column as (
    select distinct form, applicant_type
    from printed
    where applicant_type is not null
),

lost as (
    select
        printed_row.report_id, printed_row.form, printed_row.indicator_id, form_column.applicant_type,
        cast(null as decimal(24, 6)) as value,
        'unparseable' as value_state,
        false as is_approximate,
        printed_row.unit,
        true as is_unreadable,
        cast(null as varchar) as reported_value_id,
        cast(null as varchar) as evidence_text,
        printed_row.table_no, printed_row.row_no,
        cast(null as integer) as column_no,
        false as is_contradicted
    from printed_row
    inner join form_column using (form)
    anti join printed using (report_id, form, indicator_id, applicant_type)
)

select * from printed
union all
select * from lost
