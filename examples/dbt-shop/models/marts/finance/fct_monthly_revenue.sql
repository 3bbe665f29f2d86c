with months as (

    select
        date_trunc('month', order_date) as revenue_month,
        region,
        sum(order_count) as order_count,
        sum(gross_revenue_eur) as gross_revenue_eur,
        sum(net_revenue_eur) as net_revenue_eur
    from {{ ref('fct_daily_revenue') }}
    group by
        revenue_month,
        region

)

select
    revenue_month,
    region,
    order_count,
    gross_revenue_eur,
    net_revenue_eur,
    sum(net_revenue_eur) over (
        partition by region, date_trunc('year', revenue_month)
        order by revenue_month
    ) as net_revenue_year_to_date_eur,
    round({{ shop_utils.safe_divide('gross_revenue_eur', 'order_count') }}, 2) as average_order_eur,
    net_revenue_eur - lag(net_revenue_eur) over (
        partition by region
        order by revenue_month
    ) as change_on_previous_month_eur
from months
