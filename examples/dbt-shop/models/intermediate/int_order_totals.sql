with order_lines as (

    select * from {{ ref('int_order_lines_priced') }}

)

select
    order_id,
    count(*) as line_count,
    sum(quantity) as item_count,
    sum(gross_cents) as order_gross_cents,
    sum(discount_cents) as order_discount_cents,
    sum(line_total_cents) as order_total_cents,
    count(distinct product_category) as category_count,
    max(line_total_cents) as largest_line_cents
from order_lines
group by order_id
