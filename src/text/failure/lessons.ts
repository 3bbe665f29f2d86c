import { formatTime } from '../format/format-time.ts';
import { codeSpan } from '../safety/code-span.ts';
import { fence } from '../safety/fence.ts';
import { neutraliseReason } from '../safety/neutralise-reason.ts';

/** What a healing learned for those who come later. */
export type Lesson =
  /** A failure that no rule knows. */
  | {
      readonly kind: 'pattern';
      readonly fingerprint: string;
      readonly summary: string;
      /** The first line that shows it. */
      readonly evidence: string;
      readonly at: number;
    }
  /** A label that the repository lacked. */
  | { readonly kind: 'label'; readonly name: string; readonly at: number };

export const lessonsPath = 'healing/lessons.md';

const title = '# Lessons';
const intro =
  'What healing met that it did not know. Yardmaster adds to this file; a line that you delete may come back.';
const sections = [
  ['pattern', '## New error patterns'],
  ['label', '## Missing labels'],
] as const;
const mostOfAKind = 100;
const longest = 60_000;

/**
 * The file with lessons added that are not in it yet, the oldest of each kind left out beyond 100; null where
 * there is nothing new. Lessons are to be redacted already.
 */
export function addLessons(text: string | null, lessons: readonly Lesson[]): string | null {
  const known = entries(text ?? '');
  const all = new Map(known.map((entry) => [entry.key, entry]));
  for (const lesson of lessons) {
    const key = keyOf(lesson);
    if (!all.has(key)) all.set(key, { kind: lesson.kind, key, line: lineOf(lesson, key) });
  }
  if (all.size === known.length) return null;
  const parts = sections.flatMap(([kind, heading]) => {
    const own = [...all.values()].filter((entry) => entry.kind === kind).slice(-mostOfAKind);
    return own.length === 0 ? [] : [`${heading}\n\n${own.map(({ line }) => line).join('\n')}`];
  });
  return `${[title, intro, ...parts].join('\n\n')}\n`;
}

/** Notes from a file, as people may see them in a report: hostile text, shown and never obeyed. */
export function showNotes(text: string | null, most = 4_000): string {
  const plain = (text ?? '').trim();
  if (plain === '') return '';
  const cut = plain.length > most ? `${plain.slice(0, most - 2)}\n…` : plain;
  return fence(cut, 'markdown');
}

interface Entry {
  readonly kind: Lesson['kind'];
  readonly key: string;
  readonly line: string;
}

const entryLine = /^- `((pattern|label):[\w:. -]{1,60})` .{0,1000}$/;

function entries(text: string): Entry[] {
  return text
    .slice(0, longest)
    .split(/\r?\n/)
    .flatMap((line) => {
      const match = entryLine.exec(line);
      if (!match?.[1]) return [];
      const kind = match[2] === 'label' ? 'label' : 'pattern';
      return [{ kind, key: match[1], line } as const];
    });
}

function keyOf(lesson: Lesson): string {
  const name = lesson.kind === 'label' ? lesson.name : lesson.fingerprint;
  return `${lesson.kind}:${name.replace(/[^\w:. -]/g, '-').slice(0, 50)}`;
}

function lineOf(lesson: Lesson, key: string): string {
  const day = formatTime(lesson.at).slice(0, 10);
  if (lesson.kind === 'label') return `- \`${key}\` was missing on ${day} and was made.`;
  const words = [
    `first seen ${day}: ${neutraliseReason(lesson.summary, 200)}`,
    lesson.evidence.trim() && codeSpan(lesson.evidence, 200),
  ];
  return `- \`${key}\` ${words.filter(Boolean).join(' ')}`;
}
