-- depends_on: {{ ref('ref_payment_methods') }}

{%- if execute %}
{%- set payment_methods = shop_utils.column_values(ref('ref_payment_methods'), 'payment_method') %}
{%- endif %}

select
    order_id,
    count(*) as payment_count,
    {%- for payment_method in payment_methods %}
    sum(case when payment_method = '{{ payment_method }}' then amount_cents else 0 end) as {{ payment_method }}_cents,
    {%- endfor %}
    sum(case when is_refund then amount_cents else 0 end) as refunded_cents,
    sum(amount_cents) as paid_cents,
    max(paid_on) as last_paid_on
from {{ ref('stg_payments') }}
group by order_id
