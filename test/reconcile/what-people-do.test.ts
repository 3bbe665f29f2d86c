import { describe, expect, test } from '@jest/globals';
import { look, opened, shown, states } from './a-reconcile.ts';
import { aDraft, alice, aResult, CountedWorld, rita } from './a-world.ts';

describe('what people do', () => {
  test('a label by somebody who may is an order, and is projected again', async () => {
    const world = new CountedWorld();
    const issue = await opened(world, aDraft(undefined, 'all'));
    await look(world);
    const task = shown(world, issue).statuses[1]?.issue ?? 0;
    const { labels = [] } = world.memory.get(task) ?? {};
    world.memory.update(task, { labels: [...labels, 'priority:urgent', 'customer'] }, alice);
    await look(world);
    expect(shown(world, issue).statuses[1]).toMatchObject({ priority: 'urgent' });
    expect(world.memory.get(task)?.labels).toEqual([
      'yardmaster:task',
      'state:blocked',
      'priority:urgent',
      'customer',
    ]);
  });

  test('a label by somebody who may not is taken off again', async () => {
    const world = new CountedWorld();
    const issue = await opened(world, aDraft(undefined, 'all'));
    await look(world);
    const task = shown(world, issue).statuses[1]?.issue ?? 0;
    const { labels = [] } = world.memory.get(task) ?? {};
    world.memory.update(task, { labels: ['yardmaster:task', 'state:paused'] }, rita);
    await look(world);
    expect(world.memory.get(task)?.labels).toEqual(labels);
    expect(states(shown(world, issue))).toEqual(['QUEUED', 'BLOCKED']);
  });

  test('closing the issue of a run cancels it; its attempts end first', async () => {
    const world = new CountedWorld();
    const issue = await opened(world);
    world.memory.update(issue, { state: 'closed' }, alice);
    const report = await look(world);
    expect(shown(world, issue)).toMatchObject({ status: 'cancelled', conclusion: null });
    expect(report.stopped).toEqual([{ run: issue, task: 0, attempt: 1 }]);
    const result = aResult(world.now, { outcome: 'stopped' });
    const ref = { run: issue, task: 0, attempt: 1 };
    await look(world, { observations: [{ kind: 'ended', ref, result }] });
    expect(shown(world, issue)).toMatchObject({ conclusion: 'cancelled' });
    expect(world.memory.get(issue)?.state).toBe('closed');
  });

  test('closing it without the right is undone', async () => {
    const world = new CountedWorld();
    const issue = await opened(world);
    world.memory.update(issue, { state: 'closed' }, rita);
    await look(world);
    expect(world.memory.get(issue)?.state).toBe('open');
    expect(shown(world, issue).status).toBe('active');
  });
});
