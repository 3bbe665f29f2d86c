with source as (

    select * from {{ ref('raw_payments') }}

),

renamed as (

    select
        id as payment_id,
        order_id,
        case
            when method in ('visa', 'mastercard') then 'card'
            else lower(method)
        end as payment_method,
        amount_cents,
        amount_cents < 0 as is_refund,
        cast(paid_at as date) as paid_on
    from source
    where status = 'settled'

)

select * from renamed
