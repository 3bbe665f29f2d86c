with orders as (

    select
        customer_id,
        order_date,
        order_total_eur
    from {{ ref('fct_orders') }}
    where order_status <> 'cancelled'

),

customers as (

    select
        customer_id,
        date_trunc('month', first_order_date) as cohort_month
    from {{ ref('dim_customers') }}
    where first_order_date is not null

),

activity as (

    select
        customers.cohort_month,
        {{ dbt.datediff('customers.cohort_month', 'orders.order_date', 'month') }} as months_since_first_order,
        count(distinct orders.customer_id) as customer_count,
        sum(orders.order_total_eur) as revenue_eur
    from orders
    inner join customers
        on orders.customer_id = customers.customer_id
    group by
        customers.cohort_month,
        months_since_first_order

)

select
    cohort_month,
    months_since_first_order,
    customer_count,
    revenue_eur,
    max(customer_count) over (partition by cohort_month) as largest_month_customer_count
from activity
