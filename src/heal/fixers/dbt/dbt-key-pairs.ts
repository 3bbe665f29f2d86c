/** Which keys dbt knows below which, as far as they are common: `columns>name`. */
const tree: Readonly<Record<string, string>> = {
  '': 'version models sources seeds snapshots macros exposures analyses unit_tests semantic_models metrics data_tests groups vars name profile config-version model-paths seed-paths test-paths snapshot-paths macro-paths analysis-paths target-path clean-targets flags on-run-start on-run-end dispatch require-dbt-version packages',
  models:
    'name description columns config data_tests tests meta docs constraints versions latest_version access group',
  sources:
    'name description schema database tables loader config freshness loaded_at_field meta tags quoting',
  tables:
    'name description columns identifier config data_tests tests freshness loaded_at_field external meta tags',
  columns: 'name description data_type data_tests tests config constraints meta quote tags',
  seeds: 'name description columns config data_tests tests docs meta',
  snapshots: 'name description columns config relation data_tests tests meta',
  macros: 'name description arguments docs meta',
  arguments: 'name type description',
  config:
    'enabled materialized contract severity tags meta schema alias column_types unique_key strategy where',
  contract: 'enforced',
};

export const dbtKeyPairs: readonly string[] = Object.entries(tree).flatMap(([parent, keys]) => [
  ...keys.split(' ').map((key) => `${parent}>${key}`),
  ...['name>=', 'description>=', 'data_type>=', 'version>=', 'schema>='],
]);
