import { isList, isMap, type Tree } from './yaml-trees.ts';

/** Keys whose values no fix changes, adds or removes: what they protect, in words. */
const texts: readonly (readonly [what: string, keys: readonly string[]])[] = [
  ['tests', ['tests', 'data-tests', 'unit-tests', 'constraints', 'data-type']],
  ['a contract', ['contract', 'access', 'deprecation-date', 'latest-version']],
  [
    'how strictly a test is judged',
    ['severity', 'warn-if', 'error-if', 'fail-calc', 'limit', 'where'],
  ],
  ['what a test keeps', ['store-failures', 'store-failures-as']],
  ['whether something runs at all', ['enabled', 'skip', 'continue-on-error', 'allow-failure']],
  ['freshness', ['freshness', 'error-after', 'warn-after', 'loaded-at-field', 'loaded-at-query']],
  ['hooks', ['on-run-start', 'on-run-end', 'pre-hook', 'post-hook', 'query-comment', 'sql-header']],
  ['the values of variables', ['vars']],
  ['packages', ['packages', 'dependencies', 'projects', 'dispatch', 'packages-install-path']],
  [
    'which project, target or files are meant',
    [
      'profile',
      'require-dbt-version',
      'flags',
      'full-refresh',
      'grants',
      'model-paths',
      'source-paths',
      'test-paths',
      'macro-paths',
      'seed-paths',
      'data-paths',
      'snapshot-paths',
      'analysis-paths',
      'docs-paths',
      'asset-paths',
      'target-path',
      'log-path',
      'clean-targets',
    ],
  ],
];
const whats = new Map(texts.flatMap(([what, keys]) => keys.map((key) => [key, what] as const)));

/** What a key protects (`hooks`), however dbt lets it be written (`+pre_hook`); null: nothing. */
export function protectedKey(key: string): string | null {
  const plain = key.trim().toLowerCase().replace(/^\++/, '').replaceAll('_', '-');
  return whats.get(plain) ?? null;
}

/** Whether such a key stands somewhere in a tree. */
export function holdsProtectedKey(tree: Tree | undefined): boolean {
  if (isList(tree)) return tree.some(holdsProtectedKey);
  if (!isMap(tree)) return false;
  return [...tree].some(([key, item]) => protectedKey(key) !== null || holdsProtectedKey(item));
}
