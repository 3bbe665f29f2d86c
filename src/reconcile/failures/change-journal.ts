import { callPort } from '../call-port.ts';
import type { JournalFile } from '../ports.ts';
import type { FailurePorts } from './failure-ports.ts';

/** How often the journal's compare-and-swap is tried; others were faster then. */
const mostTries = 12;
const turn = 300;

/** What is to be written, seen from the files as they are; null: nothing. */
export interface JournalEdit<T> {
  readonly put: readonly JournalFile[];
  readonly remove?: readonly string[];
  readonly value: T;
}

export type Edited<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'contended' };

/**
 * Changes files of one folder of the journal by compare-and-swap: reads, asks `edit`, commits, and begins
 * again where somebody else was faster. `edit` is asked anew each time, also after a commit whose answer was
 * lost, so that it has to find its own change as done.
 *
 * @throws PortError when the host cannot be reached.
 */
export async function changeJournal<T>(
  ports: FailurePorts,
  folder: string,
  headline: string,
  edit: (files: readonly JournalFile[]) => JournalEdit<T>,
): Promise<Edited<T>> {
  const { clock } = ports;
  for (let tries = 1; tries <= mostTries; tries++) {
    const { head } = await ports.issues.load();
    const files = head === null ? [] : await ports.journal.files(folder);
    const { put, remove = [], value } = edit(files);
    if (put.length === 0 && remove.length === 0) return { kind: 'done', value };
    // Unique, so that the port can tell its own commit from another.
    const id = Math.floor(clock.random() * 2 ** 40).toString(36);
    const change = { expectedHead: head, headline: `${headline} [${id}]`, put, remove };
    const answer = await callPort(() => ports.journal.commit(change));
    if (answer.ok && answer.value.kind === 'committed') return { kind: 'done', value };
    if (!answer.ok && answer.error.kind !== 'unavailable') throw answer.error;
    await clock.sleep(Math.ceil(clock.random() * turn * Math.min(tries, 4)));
  }
  return { kind: 'contended' };
}
