{#
  Schemas are called what they are (staging, marts), not main_staging:
  there is one database per person, so nobody steps on another's tables.
#}
{% macro generate_schema_name(custom_schema_name, node) %}
  {% if custom_schema_name is none %}
    {{ target.schema }}
  {% else %}
    {{ custom_schema_name | trim }}
  {% endif %}
{% endmacro %}
