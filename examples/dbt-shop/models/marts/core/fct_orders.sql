with orders as (

    select * from {{ ref('int_orders_enriched') }}

),

order_sessions as (

    {% if var('attribute_orders_to_sessions') %}
    select * from {{ ref('int_order_sessions') }}
    {% else %}
    select
        order_id,
        'unknown' as channel
    from {{ ref('stg_orders') }}
    {% endif %}

)

select
    orders.order_id,
    orders.customer_id,
    orders.order_date,
    orders.order_status,
    orders.country_code,
    orders.region,
    orders.item_count,
    orders.days_to_ship,
    {{ cents_to_euros('orders.order_total_cents') }} as order_total_eur,
    {{ cents_to_euros('orders.order_net_cents') }} as order_net_eur,
    {{ cents_to_euros('orders.order_discount_cents') }} as order_discount_eur,
    {{ cents_to_euros('orders.paid_cents') }} as paid_eur,
    {{ cents_to_euros('orders.open_cents') }} as open_eur,
    orders.is_revenue,
    orders.customer_order_number = 1 as is_first_order,
    coalesce(order_sessions.channel, 'unknown') as channel,
    lag(orders.order_date) over (
        partition by orders.customer_id
        order by orders.ordered_at, orders.order_id
    ) as previous_order_date
from orders
left join order_sessions
    on orders.order_id = order_sessions.order_id
