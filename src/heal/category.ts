/** What kind of thing went wrong. The closed list of what a diagnosis may say; `unknown` claims nothing. */
export const categories = [
  'compile_error',
  'type_error',
  'lint_error',
  'test_assertion',
  'dependency_install',
  'docker_build',
  'network_or_flaky',
  'permission_or_secret',
  'timeout_or_oom',
  'configuration',
  'sql_error',
  'data_quality',
  'resource_lock',
  'disk_full',
  'crash',
  'unknown',
] as const;
export type Category = (typeof categories)[number];
