import type { FixDraft } from '../../fix/fix.ts';
import type { Fixer } from '../../fix/fixer.ts';
import { repairSyntax } from '../sql/repair-syntax.ts';
import type { SyntaxRepair } from '../sql/syntax-repair.ts';
import { editOf, lineAt } from '../text-edit.ts';
import { type DbtError, dbtErrors } from './dbt-errors.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { macroNames } from './dbt-names.ts';
import { type DbtFile, type DbtProject, openDbtProject, ownSql } from './dbt-project.ts';
import { jinjaCalls } from './jinja-blocks.ts';
import { type Mentions, mentionsIn } from './mentions.ts';

const told =
  /Parser Error: |syntax error at (?:or near|end of input)|unterminated (?:string|quoted)/i;
const near = /syntax error at or near "([^"]*)"/;
/** A piece of a file that is SQL by itself. */
interface Piece {
  readonly file: DbtFile;
  readonly start: number;
  readonly text: string;
}

/** A query that its database cannot read, where one change makes it readable. */
export const sqlSyntax: Fixer = {
  name: 'dbt-sql-syntax',
  kinds: dbtKinds,
  propose(failure, project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const errors = dbtErrors(failure, project, dbt).filter(({ message }) => told.test(message));
    const [error] = errors;
    if (!error) return [];
    const mentions = mentionsIn(dbt);
    const own = ownSql(dbt).find(({ path }) => path === error.path);
    const pieces = own ? piecesOf(own) : [];
    const first = pieces.flatMap((piece) => draftsFor(piece, error, mentions));
    if (first.length > 0 || !own) return first;
    return calledBy(own, dbt).flatMap((piece) => draftsFor(piece, error, mentions));
  },
};

/** A model is one piece; of a file of macros each macro is one. */
function piecesOf(file: DbtFile): readonly Piece[] {
  const bodies = macroBodies(file);
  return bodies.length > 0 ? bodies : [{ file, start: 0, text: file.text }];
}

function macroBodies(file: DbtFile): readonly Piece[] {
  const pattern =
    /\{%-?\s*(?:macro|test|snapshot)\b[\s\S]*?%\}([\s\S]*?)\{%-?\s*end(?:macro|test|snapshot)\s*-?%\}/g;
  return [...file.text.matchAll(pattern)].map((found) => ({
    file,
    start: found.index + found[0].indexOf('%}') + 2,
    text: found[1] ?? '',
  }));
}

function calledBy(file: DbtFile, dbt: DbtProject): readonly Piece[] {
  const called = new Set(jinjaCalls(file.text).map(({ name }) => name));
  const files = new Set(
    macroNames(dbt.macros)
      .filter(({ name }) => called.has(name))
      .map(({ path }) => path),
  );
  return ownSql(dbt)
    .filter(({ path }) => files.has(path))
    .flatMap(macroBodies);
}

function draftsFor(
  { file, start, text }: Piece,
  error: DbtError,
  mentions: Mentions,
): readonly FixDraft[] {
  const repairs = repairSyntax(text, {
    count: (word) => mentions.count(word),
    near: near.exec(error.message)?.[1] ?? null,
  });
  const answers = repairs.reduce((sum, { places }) => sum + (places ?? 1), 0);
  return repairs.slice(0, 3).map((repair) => {
    const { change } = repair;
    const place = { start: start + change.start, end: start + change.end, text: change.text };
    return {
      remedy: `sql-${repair.kind}`,
      title: titleOf(repair, text, `${file.path}:${lineAt(file.text, place.start)}`),
      why:
        answers === 1
          ? 'It is the only change of one sign or word after which the query can be read.'
          : `There are ${answers} changes of one sign or word after which the query can be read.`,
      action: { kind: 'edit' as const, edits: [editOf(file.path, file.text, place)] },
      safe: false,
      prior: [17, 3] as const,
      candidates: answers,
    };
  });
}

function titleOf({ kind, change }: SyntaxRepair, text: string, where: string): string {
  const old = text.slice(change.start, change.end);
  if (kind === 'keyword') return `Write ${change.text} instead of ${old} in ${where}`;
  if (kind === 'extra-comma') return `Take away the comma that is too many in ${where}`;
  return `Put the missing ${change.text} back in ${where}`;
}
