import { describe, expect, test } from '@jest/globals';
import {
  type IssuePatch,
  type IssueStore,
  type Journal,
  PortError,
} from '../../src/reconcile/ports.ts';
import { taskMarker } from '../../src/text/issue/markers.ts';
import { describeJournal } from './journal-contract.ts';
import { useWorld } from './use-world.ts';

/** An empty repository behind the ports, and people in it. */
export interface PortWorld {
  readonly issues: IssueStore;
  readonly journal: Journal;
  /** A person with the role `write`, who is not this program. */
  readonly person: {
    readonly login: string;
    create(draft: { title: string; body: string; labels: readonly string[] }): Promise<number>;
    update(issue: number, patch: IssuePatch): Promise<void>;
    comment(issue: number, body: string): Promise<void>;
  };
  /** What is written below an issue, oldest first. */
  comments(issue: number): Promise<readonly string[]>;
  close?(): Promise<void>;
}

const run = 'yardmaster:run';
const task = 'yardmaster:task';

/** What the reconciler relies on, over any implementation of the store and the journal. */
export function describePorts(name: string, makeWorld: () => Promise<PortWorld>): void {
  describe(`${name}: the issue store`, () => {
    const world = useWorld(makeWorld);

    test('is empty at first', async () => {
      const { issues } = world();
      expect(await issues.load()).toEqual({
        head: null,
        journal: null,
        runIssues: [],
        taskIssues: [],
      });
      expect(await issues.get(4711)).toBeNull();
      expect(await issues.list(run)).toEqual([]);
    });

    test('opens an issue and reads it again', async () => {
      const { issues } = world();
      const draft = {
        title: 'nightly',
        body: 'first line\n\nlast',
        labels: [run, 'state:running'],
      };
      const number = await issues.create(draft);
      const read = await issues.get(number);
      expect(read).toMatchObject({ number, title: 'nightly', state: 'open', mine: true });
      expect(read?.body).toBe(draft.body);
      expect([...(read?.labels ?? [])].sort()).toEqual(['state:running', run]);
      const { runIssues } = await issues.load();
      expect(runIssues).toEqual([read]);
    });

    test('changes only what a patch names, in one write, and answers what is there then', async () => {
      const { issues } = world();
      const number = await issues.create({ title: 'a', body: 'text', labels: [run] });
      const closed = await issues.update(number, {
        labels: [run, 'state:completed'],
        state: 'closed',
        stateReason: 'completed',
      });
      expect(closed).toMatchObject({ title: 'a', body: 'text', state: 'closed', mine: true });
      expect([...closed.labels].sort()).toEqual(['state:completed', run]);
      expect(await issues.get(number)).toEqual(closed);
      const again = await issues.update(number, { body: 'other' });
      expect(again).toMatchObject({ title: 'a', body: 'other', state: 'closed' });
      expect((await issues.update(number, { state: 'open', stateReason: 'reopened' })).state).toBe(
        'open',
      );
    });

    test('lists own issues with a label, open and closed, newest first', async () => {
      const { issues, person } = world();
      const first = await issues.create({ title: '1', body: '', labels: [task] });
      const second = await issues.create({ title: '2', body: '', labels: [task, 'x'] });
      await issues.create({ title: '3', body: '', labels: ['x'] });
      await person.create({ title: '4', body: '', labels: [task] });
      await issues.update(first, { state: 'closed' });
      expect((await issues.list(task)).map(({ number }) => number)).toEqual([second, first]);
    });

    test('tells issues that others opened from its own', async () => {
      const { issues, person } = world();
      const number = await person.create({ title: 'forged', body: '', labels: [run] });
      expect(await issues.get(number)).toMatchObject({ mine: false });
      expect((await issues.load()).runIssues).toMatchObject([{ number, mine: false }]);
    });

    test('loads open runs with the issues below them, and nothing of closed ones', async () => {
      const { issues } = world();
      const open = await issues.create({ title: 'open', body: '', labels: [run] });
      const over = await issues.create({ title: 'over', body: '', labels: [run] });
      const body = `${taskMarker(open, 0)}\n\ntext`;
      const child = await issues.create({ title: 'child', body, labels: [task] });
      const stray = await issues.create({ title: 'stray', body: '', labels: [task] });
      const other = await issues.create({ title: 'other', body: '', labels: [task] });
      await issues.link(open, child);
      await issues.link(open, child);
      await issues.link(over, other);
      await issues.update(child, { state: 'closed' });
      await issues.update(over, { state: 'closed' });
      const loaded = await issues.load();
      expect(loaded.runIssues.map(({ number }) => number)).toEqual([open]);
      expect(loaded.taskIssues).toEqual([await issues.get(child)]);
      expect(stray).toBeGreaterThan(child);
    });

    test('tells who changed labels and states, newest last', async () => {
      const { issues, person } = world();
      const number = await issues.create({ title: 'a', body: '', labels: [task, 'state:ready'] });
      await person.update(number, { labels: [task, 'state:paused'] });
      await person.update(number, { state: 'closed' });
      await issues.update(number, { state: 'open' });
      const events = await issues.events(number);
      const by = { actor: person.login, mine: false, role: 'write' };
      expect(events.slice(-2)).toMatchObject([
        { kind: 'closed', label: null, ...by },
        { kind: 'reopened', label: null, mine: true },
      ]);
      expect(events).toContainEqual(
        expect.objectContaining({ kind: 'labeled', label: 'state:paused', ...by }),
      );
      expect(events).toContainEqual(
        expect.objectContaining({ kind: 'unlabeled', label: 'state:ready', ...by }),
      );
      expect(events.every(({ at }) => Number.isInteger(at) && at > 0)).toBe(true);
    });

    test('makes sure of labels, again and again', async () => {
      const { issues } = world();
      await issues.ensureLabels([run, 'state:ready']);
      await issues.ensureLabels(['state:ready', 'priority:low']);
      const number = await issues.create({ title: 'a', body: '', labels: ['priority:low'] });
      expect((await issues.get(number))?.labels).toEqual(['priority:low']);
    });

    test('says which labels it made', async () => {
      const { issues } = world();
      const names = ['state:ready', 'auto-healing'];
      expect([...(await issues.ensureLabels(names))].sort()).toEqual([...names].sort());
      expect(await issues.ensureLabels([...names, 'dead-letter'])).toEqual(['dead-letter']);
    });

    test('comments once for each first line', async () => {
      const { issues } = world();
      const number = await issues.create({ title: 'a', body: '', labels: [] });
      for (const body of [
        '<!-- one -->\n\ntext',
        '<!-- one -->\n\nother',
        '<!-- two -->\n\ntext',
      ]) {
        await issues.comment(number, body);
      }
      expect(await world().comments(number)).toEqual([
        '<!-- one -->\n\ntext',
        '<!-- two -->\n\ntext',
      ]);
      await expect(issues.comment(4711, 'x')).rejects.toBeInstanceOf(PortError);
    });

    test('takes no comment of somebody else for its own (36)', async () => {
      const { issues, person } = world();
      const number = await issues.create({ title: 'a', body: '', labels: [] });
      await person.comment(number, '<!-- one -->\n\nforged');
      await issues.comment(number, '<!-- one -->\n\ntext');
      expect(await world().comments(number)).toHaveLength(2);
    });

    test('refuses a text that is too long, and keeps the old one', async () => {
      const { issues } = world();
      const number = await issues.create({ title: 'a', body: 'x'.repeat(65_536), labels: [] });
      const change = issues.update(number, { body: 'y'.repeat(65_537) });
      await expect(change).rejects.toMatchObject({ name: 'PortError', kind: 'invalid' });
      await expect(change).rejects.toBeInstanceOf(PortError);
      expect((await issues.get(number))?.body).toHaveLength(65_536);
    });

    test('does not change what is not there', async () => {
      await expect(world().issues.update(4711, { title: 'x' })).rejects.toBeInstanceOf(PortError);
    });
  });

  describeJournal(name, makeWorld);
}
