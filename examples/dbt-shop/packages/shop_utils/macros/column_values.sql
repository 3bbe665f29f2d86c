{#
  The distinct values of a column, in order. They are read from the database,
  so the list is empty while dbt parses.
#}
{% macro column_values(relation, column) %}
  {% set found = run_query(
    'select distinct ' ~ column ~ ' as value from ' ~ relation ~ ' where ' ~ column ~ ' is not null order by 1'
  ) %}
  {{ return(found.columns[0].values() | list) }}
{% endmacro %}
