import { describe, expect, test } from '@jest/globals';
import { checkCompletion, forgottenDependents, StartChecklist } from '../../src/core/checklists.ts';
import type { Limits } from '../../src/core/decision.ts';
import type { TaskSpec, TaskStatus } from '../../src/core/model.ts';
import { RunDraft } from '../../src/core/run-draft.ts';
import { aRun, aTask, noLimits } from './helpers/builders.ts';

/** A run in which some tasks have got as far as said. */
function aDraft(tasks: TaskSpec[], statuses: Partial<TaskStatus>[], slots = 3) {
  const run = aRun(tasks, { slots });
  const batches = [{ id: 1, legs: tasks.map((_, task) => task), maxParallel: 9, at: 0, place: 0 }];
  return new RunDraft(
    {
      ...run,
      batches,
      statuses: run.statuses.map((status, task) => ({ ...status, ...statuses[task] })),
    },
    1000,
    [],
  );
}

function check(draft: RunDraft, task: number, limits: Limits = noLimits) {
  return new StartChecklist(limits, [draft]).check({
    draft,
    task,
    startsAt: 1000,
    takesSlot: true,
  });
}

const running = { state: 'RUNNING', batch: 1, attempt: 1, startedAt: 500 } as const;

describe('before a start', () => {
  test('all is well', () => {
    expect(check(aDraft([aTask(), aTask()], [running]), 1)).toEqual([]);
  });

  test('its needs are met', () => {
    const draft = aDraft([aTask(), aTask({ needs: [0] })], [running, { state: 'READY' }]);
    expect(check(draft, 1)).toEqual(['needs']);
  });

  test('a slot is free: in the run, over all, of its kind, and of its group', () => {
    const tasks = [aTask({ kind: 'build' }), aTask({ kind: 'build' })];
    expect(check(aDraft(tasks, [running], 1), 1)).toEqual(['slot']);
    expect(check(aDraft(tasks, [running]), 1, { ...noLimits, slots: 1 })).toEqual(['slot']);
    expect(check(aDraft(tasks, [running]), 1, { ...noLimits, kinds: { build: 1 } })).toEqual([
      'slot',
    ]);
    const grouped = [aTask({ group: 'emea' }), aTask({ group: 'emea' })];
    expect(check(aDraft(grouped, [running]), 1, { ...noLimits, groups: { emea: 1 } })).toEqual([
      'slot',
    ]);
  });

  test('nothing that lives conflicts in files or resources', () => {
    const files = [aTask({ writes: ['out/*'] }), aTask({ reads: ['out/x'] })];
    expect(check(aDraft(files, [running]), 1)).toEqual(['conflict']);
    const use = [{ name: 'db', amount: 1, mode: 'write' as const }];
    const resources = [aTask({ resources: use }), aTask({ resources: use })];
    expect(check(aDraft(resources, [running]), 1)).toEqual(['conflict']);
  });

  test('the stagger is respected', () => {
    const stagger = { resource: 'bot', gap: 600 };
    const draft = aDraft([aTask({ stagger }), aTask({ stagger })], [running]);
    expect(check(draft, 1)).toEqual(['stagger']);
  });

  test('the task is READY and its run active', () => {
    expect(check(aDraft([aTask()], [running]), 0)).toEqual(['run']);
  });

  test('a start that was admitted counts for the next', () => {
    const draft = aDraft([aTask({ writes: ['a'] }), aTask({ writes: ['a'] })], []);
    const checklist = new StartChecklist(noLimits, [draft]);
    const start = { draft, startsAt: 1000, takesSlot: true };
    expect(checklist.check({ ...start, task: 0 })).toEqual([]);
    expect(checklist.check({ ...start, task: 1 })).toEqual(['conflict']);
  });
});

describe('before COMPLETED', () => {
  test('it was validated and its duration is known', () => {
    expect(checkCompletion(aDraft([aTask()], [running]), 0)).toEqual(['validated', 'duration']);
    const validated = { ...running, state: 'VALIDATING', endedAt: 900 } as const;
    expect(checkCompletion(aDraft([aTask()], [validated]), 0)).toEqual([]);
  });

  test('its dependents were taken up', () => {
    const draft = aDraft([aTask(), aTask({ needs: [0] })], [{ state: 'COMPLETED' }]);
    expect(forgottenDependents(draft, 0)).toEqual([1]);
  });
});
