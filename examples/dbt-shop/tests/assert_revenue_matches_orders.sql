-- Money is neither lost nor made between the orders and the revenue by day.
with by_order as (

    select sum(order_total_eur) as total_eur
    from {{ ref('fct_orders') }}
    where is_revenue

),

by_day as (

    select sum(gross_revenue_eur) as total_eur
    from {{ ref('fct_daily_revenue') }}

)

select
    by_order.total_eur as by_order_eur,
    by_day.total_eur as by_day_eur
from by_order
cross join by_day
where by_order.total_eur <> by_day.total_eur
