/** One file of a unified diff. null: it is made or removed. */
export interface DiffFile {
  readonly from: string | null;
  readonly to: string | null;
  readonly hunks: readonly DiffHunk[];
}

export interface DiffHunk {
  /** The first line of the old text that it covers, from 1 (0 where the file is made). */
  readonly line: number;
  readonly before: string;
  readonly after: string;
}

export type DiffReading =
  | { readonly ok: true; readonly files: readonly DiffFile[] }
  | { readonly ok: false; readonly why: string };

const header = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/;
/** What git can say in a diff and no mere change of text says. */
const special =
  /^(?:old mode|new mode|rename |copy |Binary files|GIT binary patch|similarity |deleted file mode (?!100644)|new file mode (?!100644))/;

/**
 * Reads a unified diff, strictly: every count must hold, paths must be the same on both sides, no modes,
 * renames or binary parts. Text around it (an agent's words, a Markdown fence) is skipped.
 */
export function parseDiff(text: string): DiffReading {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const files: DiffFile[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (special.test(line) && inHeader(lines, at))
      return { ok: false, why: `the diff does more than change text: ${line.slice(0, 80)}` };
    if (!line.startsWith('--- ') || !lines[at + 1]?.startsWith('+++ ')) {
      at++;
      continue;
    }
    const read = readFile(lines, at);
    if ('why' in read) return { ok: false, why: read.why };
    files.push(read.file);
    at = read.next;
  }
  return files.length > 0
    ? { ok: true, files }
    : { ok: false, why: 'there is no unified diff in it' };
}

/** Whether this line stands between `diff --git` and the first hunk. */
function inHeader(lines: readonly string[], at: number): boolean {
  for (let above = at; above >= 0 && above > at - 12; above--) {
    if (lines[above]?.startsWith('diff --git ')) return true;
    if (lines[above]?.startsWith('@@ ')) return false;
  }
  return false;
}

type FileReading = { readonly file: DiffFile; readonly next: number } | { readonly why: string };

function readFile(lines: readonly string[], start: number): FileReading {
  const from = pathOf(lines[start] ?? '', 'a/');
  const to = pathOf(lines[start + 1] ?? '', 'b/');
  if (from === null && to === null) return { why: 'a file of the diff has no name' };
  if (from !== null && to !== null && from !== to)
    return { why: `the diff renames ${from} to ${to}` };
  const hunks: DiffHunk[] = [];
  let at = start + 2;
  while (lines[at]?.startsWith('@@ ')) {
    const read = readHunk(lines, at, to ?? from ?? '');
    if ('why' in read) return read;
    hunks.push(read.hunk);
    at = read.next;
  }
  if (hunks.length === 0) return { why: `the diff of ${to ?? from} has no hunk` };
  return { file: { from, to, hunks }, next: at };
}

function pathOf(line: string, prefix: string): string | null {
  const path = line.slice(4).split('\t')[0]?.trim() ?? '';
  if (path === '/dev/null') return null;
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

interface Reading {
  before: string;
  after: string;
  oldLeft: number;
  newLeft: number;
}

function readHunk(
  lines: readonly string[],
  start: number,
  path: string,
): { readonly hunk: DiffHunk; readonly next: number } | { readonly why: string } {
  const found = header.exec(lines[start] ?? '');
  if (!found) return { why: `a hunk of ${path} has no line numbers` };
  const reading: Reading = {
    before: '',
    after: '',
    oldLeft: Number(found[2] ?? 1),
    newLeft: Number(found[3] ?? 1),
  };
  let at = start + 1;
  for (; reading.oldLeft > 0 || reading.newLeft > 0 || lines[at]?.startsWith('\\'); at++) {
    const line = lines[at];
    if (line === undefined) return { why: `a hunk of ${path} ends too early` };
    if (line.startsWith('\\')) unended(lines[at - 1]?.[0], reading);
    else if (!take(line, reading))
      return { why: `a hunk of ${path} holds a line that is none of a diff` };
  }
  const { before, after, oldLeft, newLeft } = reading;
  if (oldLeft < 0 || newLeft < 0) return { why: `the counts of a hunk of ${path} do not hold` };
  return { hunk: { line: Number(found[1]), before, after }, next: at };
}

/** The line before has no line break in its file. */
function unended(sign: string | undefined, reading: Reading): void {
  if (sign !== '+') reading.before = reading.before.replace(/\n$/, '');
  if (sign !== '-') reading.after = reading.after.replace(/\n$/, '');
}

function take(line: string, reading: Reading): boolean {
  // Some programs leave the blank of an empty line out.
  const sign = line === '' ? ' ' : line[0];
  if (sign !== ' ' && sign !== '-' && sign !== '+') return false;
  const piece = `${line.slice(1)}\n`;
  if (sign !== '+') {
    reading.before += piece;
    reading.oldLeft--;
  }
  if (sign !== '-') {
    reading.after += piece;
    reading.newLeft--;
  }
  return true;
}
