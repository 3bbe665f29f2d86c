-- depends_on: {{ ref('ref_countries') }}

{%- if execute %}
{%- set regions = shop_utils.column_values(ref('ref_countries'), 'region') %}
{%- endif %}

with monthly as (

    select * from {{ ref('fct_monthly_revenue') }}

)

select
    revenue_month,
    {%- for region in regions %}
    coalesce(sum(net_revenue_eur) filter (where region = '{{ region }}'), 0) as {{ region }}_eur,
    {%- endfor %}
    sum(net_revenue_eur) as net_revenue_eur
from monthly
group by revenue_month
