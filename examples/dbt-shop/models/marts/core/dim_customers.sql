with customers as (

    select * from {{ ref('stg_customers') }}

),

customer_orders as (

    select * from {{ ref('int_customer_orders') }}

),

joined as (

    select
        customers.customer_id,
        customers.customer_name,
        customers.email,
        customers.country_code,
        customers.accepts_marketing,
        customers.signed_up_on,
        customer_orders.first_order_date,
        customer_orders.latest_order_date,
        coalesce(customer_orders.order_count, 0) as order_count,
        coalesce(customer_orders.completed_order_count, 0) as completed_order_count,
        coalesce(customer_orders.lifetime_value_cents, 0) as lifetime_value_cents
    from customers
    left join customer_orders
        on customers.customer_id = customer_orders.customer_id

)

select
    cast(customer_id as varchar) as customer_id,
    cast(customer_name as varchar) as customer_name,
    cast(email as varchar) as email,
    cast(country_code as varchar) as country_code,
    cast(accepts_marketing as boolean) as accepts_marketing,
    cast(signed_up_on as date) as signed_up_on,
    cast(first_order_date as date) as first_order_date,
    cast(order_count as bigint) as order_count,
    {{ cents_to_euros('lifetime_value_cents') }} as lifetime_value_eur,
    cast(
        case
            when order_count = 0 then 'prospect'
            when cast('{{ var("reporting_date") }}' as date) - latest_order_date
                > {{ var('lapsed_after_days') }} then 'lapsed'
            when completed_order_count >= {{ var('loyal_after_orders') }} then 'loyal'
            else 'active'
        end as varchar
    ) as customer_segment
from joined
