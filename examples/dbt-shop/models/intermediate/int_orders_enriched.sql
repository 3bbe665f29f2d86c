with orders as (

    select * from {{ ref('stg_orders') }}

),

order_totals as (

    select * from {{ ref('int_order_totals') }}

),

order_payments as (

    select * from {{ ref('int_order_payments') }}

),

customers as (

    select * from {{ ref('stg_customers') }}

),

countries as (

    select * from {{ ref('ref_countries') }}

),

joined as (

    select
        orders.order_id,
        orders.customer_id,
        orders.order_date,
        orders.ordered_at,
        orders.order_status,
        orders.days_to_ship,
        customers.country_code,
        countries.region,
        countries.vat_percent,
        order_totals.item_count,
        coalesce(order_totals.order_total_cents, 0) as order_total_cents,
        coalesce(order_totals.order_discount_cents, 0) as order_discount_cents,
        coalesce(order_payments.paid_cents, 0) as paid_cents,
        coalesce(order_payments.refunded_cents, 0) as refunded_cents,
        order_payments.last_paid_on
    from orders
    inner join customers
        on orders.customer_id = customers.customer_id
    inner join countries
        on customers.country_code = countries.country_code
    left join order_totals
        on orders.order_id = order_totals.order_id
    left join order_payments
        on orders.order_id = order_payments.order_id

)

select
    *,
    {{ net_of_vat('order_total_cents', 'vat_percent') }} as order_net_cents,
    order_total_cents - paid_cents as open_cents,
    order_status in ('shipped', 'completed') as is_revenue,
    row_number() over (partition by customer_id order by ordered_at, order_id) as customer_order_number
from joined
