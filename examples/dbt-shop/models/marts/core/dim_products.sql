with products as (

    select * from {{ ref('stg_products') }}

),

sales as (

    select
        product_sku,
        sum(quantity) as units_sold,
        sum(line_total_cents) as sales_cents
    from {{ ref('int_order_lines_priced') }}
    group by product_sku

)

select
    products.product_sku,
    products.product_title,
    products.product_category,
    {{ cents_to_euros('products.list_price_cents') }} as list_price_eur,
    products.is_available,
    coalesce(sales.units_sold, 0) as units_sold,
    {{ cents_to_euros('coalesce(sales.sales_cents, 0)') }} as sales_eur,
    rank() over (
        partition by products.product_category
        order by coalesce(sales.sales_cents, 0) desc
    ) as rank_in_category
from products
left join sales
    on products.product_sku = sales.product_sku
