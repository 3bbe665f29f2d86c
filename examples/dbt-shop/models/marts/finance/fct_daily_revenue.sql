{{
    config(
        materialized='incremental',
        unique_key=['order_date', 'country_code'],
        on_schema_change='fail'
    )
}}

with orders as (

    select * from {{ ref('int_orders_enriched') }}
    where is_revenue

    {% if is_incremental() %}
        -- Orders are still corrected for a week after they were placed.
        and order_date >= (select max(order_date) - interval '7 days' from {{ this }})
    {% endif %}

)

select
    order_date,
    country_code,
    region,
    count(*) as order_count,
    sum(item_count) as item_count,
    {{ cents_to_euros('sum(order_total_cents)') }} as gross_revenue_eur,
    {{ cents_to_euros('sum(order_net_cents)') }} as net_revenue_eur,
    {{ cents_to_euros('sum(order_total_cents - order_net_cents)') }} as vat_eur
from orders
group by
    order_date,
    country_code,
    region
