with source as (

    select * from {{ ref('raw_orders') }}

),

renamed as (

    select
        id as order_id,
        customer as customer_id,
        lower(status) as order_status,
        ordered_at,
        cast(ordered_at as date) as order_date,
        cast(shipped_at as date) as shipped_date,
        cast(shipped_at as date) - cast(ordered_at as date) as days_to_ship
    from source

)

select * from renamed
