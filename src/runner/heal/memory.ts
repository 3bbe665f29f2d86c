/** What healings on this machine learned: one line per case, appended, so that several may write at once. */
import { appendFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  emptyBook,
  type HealingBook,
  recordCase,
  type TriedEntry,
  triedBefore,
} from '../../heal/confidence/healing-book.ts';
import type { HealMemory } from '../../heal/loop/heal-ports.ts';
import { writeFileWhole } from './write-file.ts';

export interface Memory extends Pick<HealMemory, 'tried' | 'record'> {
  book(): HealingBook;
}

const mostBytes = 2 << 20;

/** A file that is not there, or is damaged in places, is as much memory as can be read. */
export function openMemory(path: string, more: readonly TriedEntry[] = []): Memory {
  let book = more.reduce(recordCase, read(path));
  return {
    book: () => book,
    tried: (fingerprint, tree) => triedBefore(book, fingerprint, tree),
    record(entry) {
      book = recordCase(book, entry);
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      appendFileSync(path, lineOf(entry), { mode: 0o600 });
    },
  };
}

function read(path: string): HealingBook {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return emptyBook;
  const entries = readFileSync(path, 'utf8').split('\n').flatMap(parse);
  const book = entries.reduce(recordCase, emptyBook);
  if (size > mostBytes) writeFileWhole(path, book.tried.map(lineOf).join(''));
  return book;
}

function lineOf(entry: TriedEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

const outcomes: ReadonlySet<unknown> = new Set(['kept', 'undone', 'outlasted', 'reverted']);

function parse(line: string): TriedEntry[] {
  try {
    const entry = JSON.parse(line) as TriedEntry;
    const texts = [entry.fingerprint, entry.tree, entry.hash, entry.remedy];
    const sound =
      texts.every((text) => typeof text === 'string') &&
      entry.remedy !== '__proto__' &&
      typeof entry.at === 'number' &&
      outcomes.has(entry.outcome);
    return sound ? [entry] : [];
  } catch {
    return [];
  }
}
