with source as (

    select * from {{ source('web', 'sessions') }}

),

renamed as (

    select
        session_id,
        nullif(customer_id, '') as customer_id,
        cast(started_at as timestamp) as started_at,
        cast(ended_at as timestamp) as ended_at,
        coalesce(nullif(lower(utm_source), ''), 'direct') as channel,
        device
    from source

)

select * from renamed
