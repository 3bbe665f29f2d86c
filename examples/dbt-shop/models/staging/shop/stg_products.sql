with source as (

    select * from {{ ref('raw_products') }}

),

renamed as (

    select
        sku as product_sku,
        title as product_title,
        category as product_category,
        price_cents as list_price_cents,
        discontinued_on,
        discontinued_on is null
            or discontinued_on > cast('{{ var("reporting_date") }}' as date) as is_available
    from source

)

select * from renamed
