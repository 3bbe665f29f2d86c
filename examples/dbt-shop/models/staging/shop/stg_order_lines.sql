with source as (

    select * from {{ ref('raw_order_lines') }}

),

renamed as (

    select
        order_id || '-' || line_number as order_line_id,
        order_id,
        line_number,
        sku as product_sku,
        quantity,
        unit_price_cents,
        coalesce(discount_percent, 0) as discount_percent
    from source

)

select * from renamed
