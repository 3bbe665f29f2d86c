{# A quotient that is null instead of an error when there is nothing to divide by. #}
{% macro safe_divide(numerator, denominator) %}
  (cast({{ numerator }} as decimal(18, 6)) / nullif({{ denominator }}, 0))
{% endmacro %}
