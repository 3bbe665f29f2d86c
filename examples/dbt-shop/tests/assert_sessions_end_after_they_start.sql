select
    session_id,
    started_at,
    ended_at
from {{ ref('stg_web__sessions') }}
where ended_at < started_at
