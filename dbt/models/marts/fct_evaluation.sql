select
    labelled_set, sequence as evaluation_no, dense_rank() over (partition by labelled_set order by sequence desc) = 1 as is_latest,
    normaliser_version, extractor_version, slice_kind, slice, documents, labelled as labelled_count, recall, read as read_count, precision
from {{ ref('stg_evaluations') }}
order by labelled_set, sequence, slice_kind, slice
