with sessions as (

    select
        channel,
        count(*) as session_count,
        count(distinct customer_id) as known_customer_count,
        sum({{ dbt.datediff('started_at', 'ended_at', 'minute') }}) as minutes_on_site
    from {{ ref('stg_web__sessions') }}
    group by channel

),

checkouts as (

    select
        sessions.channel,
        count(distinct page_views.session_id) as checkout_session_count
    from {{ ref('stg_web__page_views') }} as page_views
    inner join {{ ref('stg_web__sessions') }} as sessions
        on page_views.session_id = sessions.session_id
    where page_views.is_checkout
    group by sessions.channel

),

orders as (

    select
        channel,
        count(*) as order_count,
        sum(order_net_eur) as net_revenue_eur
    from {{ ref('fct_orders') }}
    where is_revenue
    group by channel

)

select
    sessions.channel,
    sessions.session_count,
    sessions.known_customer_count,
    sessions.minutes_on_site,
    coalesce(checkouts.checkout_session_count, 0) as checkout_session_count,
    coalesce(orders.order_count, 0) as order_count,
    coalesce(orders.net_revenue_eur, 0) as net_revenue_eur,
    round({{ shop_utils.safe_divide('orders.order_count', 'sessions.session_count') }}, 4) as conversion_rate
from sessions
left join checkouts
    on sessions.channel = checkouts.channel
left join orders
    on sessions.channel = orders.channel
