{# What is left of a gross amount in cents, VAT taken out, rounded to whole cents. #}
{% macro net_of_vat(gross_cents, vat_percent) %}
  cast(round({{ gross_cents }} * 100.0 / (100 + {{ vat_percent }})) as bigint)
{% endmacro %}
