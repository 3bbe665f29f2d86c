with orders as (

    select * from {{ ref('stg_orders') }}

),

sessions as (

    select * from {{ ref('stg_web__sessions') }}
    where customer_id is not null

),

candidates as (

    select
        orders.order_id,
        sessions.session_id,
        sessions.channel,
        sessions.device,
        row_number() over (
            partition by orders.order_id
            order by sessions.ended_at desc, sessions.session_id
        ) as recency
    from orders
    inner join sessions
        on orders.customer_id = sessions.customer_id
        and sessions.started_at <= orders.ordered_at
        and sessions.ended_at >= orders.ordered_at - interval '{{ var("attribution_hours") }} hours'

)

select
    order_id,
    session_id,
    channel,
    device
from candidates
where recency = 1
