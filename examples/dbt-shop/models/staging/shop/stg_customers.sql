with source as (

    select * from {{ ref('raw_customers') }}

),

renamed as (

    select
        id as customer_id,
        trim(full_name) as customer_name,
        lower(email) as email,
        upper(country_code) as country_code,
        marketing_consent = 'yes' as accepts_marketing,
        cast(signed_up_at as date) as signed_up_on
    from source

)

select * from renamed
