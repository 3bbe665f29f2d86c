{{ config(tags=['daily', 'finance']) }}

with orders as (

    select * from {{ ref('int_orders_enriched') }}
    where order_status not in ('cancelled', 'returned')

),

customers as (

    select * from {{ ref('dim_customers') }}

)

select
    orders.order_id,
    orders.customer_id,
    customers.customer_name,
    orders.order_date,
    {{ cents_to_euros('orders.open_cents') }} as open_eur,
    cast('{{ var("reporting_date") }}' as date) - orders.order_date as days_open,
    case
        when cast('{{ var("reporting_date") }}' as date) - orders.order_date > 60 then 'overdue'
        when cast('{{ var("reporting_date") }}' as date) - orders.order_date > 30 then 'reminded'
        else 'due'
    end as dunning_level
from orders
inner join customers
    on orders.customer_id = customers.customer_id
where orders.open_cents > 0
