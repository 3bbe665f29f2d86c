import { describe, expect, test } from '@jest/globals';
import { adjustTask } from '../../../src/text/pipeline/adjust-task.ts';
import { pipelineOf, problemsOf } from './helpers/read.ts';

const hour = 3_600_000;
const deployment = (recover: string, undo = 'run: ./undo.sh') =>
  `env: { BATCH: 1000 }\ntasks:\n  deploy:\n    run: dbt build --threads 8\n    recover: ${recover}\n  undo: { ${undo} }\n`;
const messages = (text: string) => problemsOf(text).map(({ message }) => message);

describe('recover', () => {
  test('waits an hour, then four, where nothing else is said', () => {
    const [deploy] = pipelineOf(deployment('{}')).tasks;
    expect(deploy?.spec.retries).toBe(2);
    expect(deploy?.spec.recovery).toEqual({
      after: [hour, 4 * hour],
      on: ['crash', 'timeout', 'resources', 'lost'],
      rollback: null,
      timeoutFactor: 1,
    });
  });

  test('makes its rollback an urgent task that runs only after a failure', () => {
    const [deploy, undo] = pipelineOf(deployment('{ rollback: undo }')).tasks;
    expect(deploy?.spec.recovery?.rollback).toBe(1);
    expect(undo?.spec).toMatchObject({ needs: [0], condition: 'failure', priority: 'urgent' });
  });

  test.each([
    [
      '{ rollback: undoo }',
      'run: x',
      'task `deploy` is rolled back by `undoo`, which is no task of this pipeline',
    ],
    [
      '{ rollback: deploy }',
      'run: x',
      '`deploy` cannot be the rollback of `deploy`: a task cannot undo itself',
    ],
    [
      '{ rollback: undo }',
      'run: x, needs: deploy',
      '`undo` cannot be the rollback of `deploy`: it has `needs`; it runs right after a failure',
    ],
    [
      '{ rollback: undo }',
      'run: x, if: always',
      '`undo` cannot be the rollback of `deploy`: it has `if`; it runs only after a failure',
    ],
    [
      '{ adjust: { env: { ROWS: half } } }',
      'run: x',
      'task `deploy` cannot adjust `ROWS`: it has no value',
    ],
    [
      '{ adjust: { threads: half }, after: 1x }',
      'run: x',
      '`recover.after` of task `deploy` cannot be `1x`',
    ],
  ])('refuses %s with undo: %s', (recover, undo, message) => {
    expect(messages(deployment(recover, undo))).toContain(message);
  });

  test('refuses threads where the command has none', () => {
    const text = 'tasks: { a: { run: make, recover: { adjust: { threads: half } } } }';
    expect(messages(text)).toEqual(['the command of `a` has no `--threads` to adjust']);
  });

  test('refuses `retries` besides', () => {
    const text = 'tasks: { a: { run: make, retries: 1, recover: {} } }';
    expect(messages(text)).toEqual(['task `a` has both `retries` and `recover`']);
  });
});

describe('the adjusted attempt', () => {
  const [deploy] = pipelineOf(
    deployment('{ adjust: { env: { BATCH: half }, threads: half } }'),
  ).tasks;
  if (!deploy) throw new Error('there is a task');
  const adjusted = (failure: 'timeout' | 'resources' | 'crash', counted: number) =>
    adjustTask(deploy, deploy.env, { failure, counted });

  test('has variables and threads multiplied once for each failure', () => {
    expect(adjusted('resources', 2)).toEqual({
      run: 'dbt build --threads 2',
      env: { BATCH: '250' },
    });
  });

  test('never has fewer than one thread', () => {
    expect(adjusted('timeout', 9).run).toBe('dbt build --threads 1');
  });

  test('is as it was after a failure that less would not mend', () => {
    expect(adjusted('crash', 2)).toEqual({ run: 'dbt build --threads 8', env: { BATCH: '1000' } });
  });

  test('is as it was at first', () => {
    expect(adjusted('timeout', 0).run).toBe('dbt build --threads 8');
  });
});
