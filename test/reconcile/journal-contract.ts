import { describe, expect, test } from '@jest/globals';
import type { IssueStore, Journal, JournalState } from '../../src/reconcile/ports.ts';
import { renderJournalState } from '../../src/text/journal/journal-state.ts';
import { useWorld } from './use-world.ts';

/** An empty journal, and the store that reads its state. */
interface JournalWorld {
  readonly issues: IssueStore;
  readonly journal: Journal;
  close?(): Promise<void>;
}

/** What the reconciler relies on, over any implementation of the journal. */
export function describeJournal(name: string, makeWorld: () => Promise<JournalWorld>): void {
  describe(`${name}: the journal`, () => {
    const world = useWorld(makeWorld);

    test('begins where there is none, once', async () => {
      const { issues, journal } = world();
      const begun = await journal.commit(change(null, 'first', { 'state.json': stateOf(1) }));
      const twice = await journal.commit(change(null, 'second', { 'state.json': stateOf(2) }));
      expect(begun.kind).toBe('committed');
      expect(twice).toEqual({ kind: 'stale' });
      const loaded = await issues.load();
      expect(loaded.head).toBe(begun.kind === 'committed' ? begun.head : '');
      expect(loaded.journal?.intent?.id).toBe('intent-1');
    });

    test('goes on from the head only', async () => {
      const { issues, journal } = world();
      const first = await journal.commit(change(null, 'first', { 'state.json': stateOf(1) }));
      const head = first.kind === 'committed' ? first.head : '';
      const second = await journal.commit(change(head, 'second', { 'state.json': stateOf(2) }));
      expect(second.kind).toBe('committed');
      const late = await journal.commit(change(head, 'third', { 'state.json': stateOf(3) }));
      expect(late).toEqual({ kind: 'stale' });
      expect((await issues.load()).journal?.intent?.id).toBe('intent-2');
    });

    test('lets one of those that come at the same time win', async () => {
      const { journal } = world();
      const first = await journal.commit(change(null, 'first', { 'state.json': stateOf(1) }));
      const head = first.kind === 'committed' ? first.head : '';
      const outcomes = await Promise.all(
        [2, 3, 4, 5].map((id) =>
          journal.commit(change(head, `at once ${id}`, { 'state.json': stateOf(id) })),
        ),
      );
      const kinds = outcomes.map(({ kind }) => kind).sort();
      expect(kinds).toEqual(['committed', 'stale', 'stale', 'stale']);
    });

    test('keeps files below folders, and forgets those that are removed', async () => {
      const { journal } = world();
      const files = {
        'state.json': stateOf(1),
        'runs/1/00000001.full.json': 'one',
        'runs/1/00000002.change.json': 'two\n',
        'runs/12/00000001.full.json': 'other: "é" \u{1f600}',
      };
      const first = await journal.commit(change(null, 'first', files));
      expect(sorted(await journal.files('runs/1/'))).toEqual([
        { path: 'runs/1/00000001.full.json', text: 'one' },
        { path: 'runs/1/00000002.change.json', text: 'two\n' },
      ]);
      const head = first.kind === 'committed' ? first.head : '';
      await journal.commit({
        ...change(head, 'second', { 'runs/1/00000003.full.json': 'three' }),
        remove: ['runs/1/00000001.full.json', 'runs/1/00000002.change.json'],
      });
      expect(await journal.files('runs/1/')).toEqual([
        { path: 'runs/1/00000003.full.json', text: 'three' },
      ]);
      expect(await journal.files('runs/12/')).toEqual([
        { path: 'runs/12/00000001.full.json', text: 'other: "é" \u{1f600}' },
      ]);
      expect(await journal.files('runs/7/')).toEqual([]);
    });

    test('does not pass a state on that it cannot read', async () => {
      const { issues, journal } = world();
      await journal.commit(change(null, 'damaged', { 'state.json': '{"schema":1' }));
      await expect(issues.load()).rejects.toMatchObject({ name: 'PortError', kind: 'invalid' });
    });
  });
}

function change(expectedHead: string | null, headline: string, files: Record<string, string>) {
  const put = Object.entries(files).map(([path, text]) => ({ path, text }));
  return { expectedHead, headline, put, remove: [] };
}

function stateOf(id: number): string {
  const state: JournalState = {
    schema: 1,
    intent: {
      id: `intent-${id}`,
      holder: 'local:1',
      at: 1,
      leaseUntil: 2,
      runs: [{ issue: 12, from: 0, to: 1 }],
      decisions: [{ key: '12 batch 1', reason: 'because' }],
    },
    runs: [{ issue: 12, revision: 1, digest: '0123456789abcdef', base: 1 }],
  };
  return renderJournalState(state);
}

function sorted<T extends { readonly path: string }>(files: readonly T[]): T[] {
  return [...files].sort((a, b) => a.path.localeCompare(b.path));
}
