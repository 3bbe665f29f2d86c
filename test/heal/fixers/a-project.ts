import { createHash } from 'node:crypto';
import { applyEdits } from '../../../src/heal/fix/apply-edits.ts';
import type { Fix, Project } from '../../../src/heal/fix/fix.ts';
import type { Failure } from '../../../src/heal/fix/fixer.ts';
import { makeFixes } from '../../../src/heal/fix/make-fixes.ts';
import { allFixers } from '../../../src/heal/fixers/all-fixers.ts';
import { diagnosisOf } from '../diagnosis-of.ts';

interface ProjectParts {
  readonly files: Readonly<Record<string, string>>;
  readonly artifacts?: Readonly<Record<string, string>>;
  /** Files as they were when the command last passed. */
  readonly before?: Readonly<Record<string, string>>;
  /** Files as they were in the commit before. */
  readonly past?: Readonly<Record<string, string>>;
  readonly directory?: string;
}

/** A project in memory. */
export function aProject({
  files,
  artifacts = {},
  before = {},
  past = {},
  directory = '.',
}: ProjectParts): Project {
  return {
    paths: Object.keys(files).sort(),
    read: (path) => files[path] ?? null,
    artifact: (path) => artifacts[path] ?? null,
    lastGood: (path) => before[path] ?? null,
    earlier: (path) => [past[path] ?? []].flat().filter((text) => text !== files[path]),
    gone: () => Object.keys(past).filter((path) => files[path] === undefined),
    directory,
  };
}

/** What a log says, as fixers get it. */
export function aFailure(log: string, command = 'dbt build', exitCode = 1): Failure {
  const diagnosis = diagnosisOf(log, { command, exitCode });
  const lines = log.split('\n');
  const evidence = diagnosis.evidence.flatMap(({ start, end }) => lines.slice(start - 1, end));
  return { diagnosis, evidence, argv: command.split(' ') };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** All fixes for a log, with the priors as confidence. */
export function fixesFor(failure: Failure, project: Project): readonly Fix[] {
  return makeFixes(failure, project, allFixers, {
    digest: sha256,
    confidence: (_, [won, lost]) => ({ percent: Math.round((100 * won) / (won + lost)), cases: 0 }),
    kept: [],
  });
}

/** What may be done without asking anybody: the best fix, if it is the only answer and confident. */
export function healing(fixes: readonly Fix[]): Fix | undefined {
  const [best] = fixes;
  return best && best.candidates === 1 && best.confidence >= 80 ? best : undefined;
}

/** The files after a fix; throws where it does not apply. */
export function mended(
  fix: Fix,
  files: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (fix.action.kind !== 'edit') throw new Error(`${fix.id} edits nothing`);
  const applied = applyEdits(fix.action.edits, (path) => files[path] ?? null);
  if (!applied.ok) throw new Error(applied.why);
  const changed = new Map(Object.entries(files));
  for (const { path, after: text } of applied.changes)
    if (text === null) changed.delete(path);
    else changed.set(path, text);
  return Object.fromEntries(changed);
}
