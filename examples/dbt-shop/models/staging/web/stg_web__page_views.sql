with source as (

    select * from {{ source('web', 'page_views') }}

),

renamed as (

    select
        view_id as page_view_id,
        session_id,
        cast(viewed_at as timestamp) as viewed_at,
        split_part(path, '?', 1) as page_path,
        path like '/checkout%' as is_checkout
    from source

)

select * from renamed
