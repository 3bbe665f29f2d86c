import type { TaskSpec } from '../../src/core/model.ts';

/** A task that needs nothing and claims nothing: what builders start from. */
export const plainTask: TaskSpec = {
  key: 'task',
  job: 'task',
  kind: null,
  group: null,
  stage: null,
  needs: [],
  condition: 'success',
  priority: 'medium',
  estimate: null,
  timeout: 3_600_000,
  reads: [],
  writes: [],
  resources: [],
  stagger: null,
  continueOnError: false,
  retries: 0,
  recovery: null,
  uses: null,
};
