with orders as (

    select * from {{ ref('int_orders_enriched') }}

)

select
    customer_id,
    min(order_date) as first_order_date,
    max(order_date) as latest_order_date,
    count(*) as order_count,
    count(*) filter (where order_status = 'completed') as completed_order_count,
    sum(case when is_revenue then order_total_cents else 0 end) as lifetime_value_cents,
    avg(days_to_ship) as average_days_to_ship
from orders
group by customer_id
