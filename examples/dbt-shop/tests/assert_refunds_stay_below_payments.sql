-- Nobody gets more back than was paid.
select
    order_id,
    paid_cents
from {{ ref('int_order_payments') }}
where paid_cents < 0
