with order_lines as (

    select * from {{ ref('stg_order_lines') }}

),

products as (

    select * from {{ ref('stg_products') }}

),

priced as (

    select
        order_lines.order_line_id,
        order_lines.order_id,
        order_lines.line_number,
        order_lines.product_sku,
        products.product_title,
        products.product_category,
        order_lines.quantity,
        order_lines.quantity * order_lines.unit_price_cents as gross_cents,
        cast(
            round(order_lines.quantity * order_lines.unit_price_cents * order_lines.discount_percent / 100.0)
            as bigint
        ) as discount_cents,
        order_lines.unit_price_cents < products.list_price_cents as is_below_list_price
    from order_lines
    inner join products
        on order_lines.product_sku = products.product_sku

)

select
    *,
    gross_cents - discount_cents as line_total_cents
from priced
