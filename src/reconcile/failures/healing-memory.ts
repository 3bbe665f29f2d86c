import {
  type HealingBook,
  mergeBooks,
  type TriedEntry,
} from '../../heal/confidence/healing-book.ts';
import {
  healingFolder,
  outcomesPath,
  parseHealingBook,
  renderHealingBook,
  triedPath,
} from '../../text/failure/healing-book-text.ts';
import { addLessons, type Lesson, lessonsPath } from '../../text/failure/lessons.ts';
import { redact } from '../../text/safety/redact.ts';
import type { JournalFile } from '../ports.ts';
import { changeJournal, type JournalEdit } from './change-journal.ts';
import type { FailurePorts } from './failure-ports.ts';

/** What the journal branch knows from earlier healings. */
export interface HealingMemory {
  readonly book: HealingBook;
  /** `lessons.md`; null: there is none yet. */
  readonly lessons: string | null;
}

/** @throws PortError */
export async function readHealingMemory(
  ports: Pick<FailurePorts, 'journal'>,
): Promise<HealingMemory> {
  return memoryIn(await ports.journal.files(healingFolder));
}

/**
 * Adds cases and lessons to what the journal branch knows, by compare-and-swap. What is known already, as
 * after an answer that was lost, is not added again. What looks like a secret is hidden first.
 *
 * @throws PortError
 */
export async function addToHealingMemory(
  ports: FailurePorts,
  cases: readonly TriedEntry[],
  lessons: readonly Lesson[],
): Promise<'added' | 'known' | 'contended'> {
  if (cases.length === 0 && lessons.length === 0) return 'known';
  const edited = await changeJournal(
    ports,
    healingFolder,
    'What healing learned',
    (files): JournalEdit<'added' | 'known'> => {
      const put = filesWith(memoryIn(files), cases, lessons);
      return { put, value: put.length > 0 ? 'added' : 'known' };
    },
  );
  return edited.kind === 'done' ? edited.value : 'contended';
}

function memoryIn(files: readonly JournalFile[]): HealingMemory {
  const text = (wanted: string) => files.find(({ path }) => path === wanted)?.text ?? null;
  return {
    book: parseHealingBook(text(outcomesPath), text(triedPath)),
    lessons: text(lessonsPath),
  };
}

function filesWith(
  { book, lessons: known }: HealingMemory,
  cases: readonly TriedEntry[],
  lessons: readonly Lesson[],
): readonly JournalFile[] {
  const after = mergeBooks(book, { outcomes: {}, tried: cases });
  const texts = renderHealingBook(after);
  const notes = addLessons(known, lessons.map(redacted));
  return [
    ...(after === book
      ? []
      : [
          { path: outcomesPath, text: texts.outcomes },
          { path: triedPath, text: texts.tried },
        ]),
    ...(notes === null ? [] : [{ path: lessonsPath, text: notes }]),
  ];
}

function redacted(lesson: Lesson): Lesson {
  if (lesson.kind === 'label') return lesson;
  const { summary, evidence } = lesson;
  return { ...lesson, summary: redact(summary, []), evidence: redact(evidence, []) };
}
