import type { HealReport } from '../loop/heal-report.ts';
import type { TriedEntry } from './healing-book.ts';

/**
 * What a report adds to the book. `tree` is git's hash of the files of the report's base. Refused fixes and
 * those that wait say nothing about a remedy.
 */
export function casesOf(report: HealReport, tree: string): readonly TriedEntry[] {
  const { failure } = report;
  if (!failure) return [];
  return report.fixes.flatMap(({ hash, remedy, outcome }) =>
    outcome === 'kept' || outcome === 'undone'
      ? [{ fingerprint: failure.fingerprint, tree, hash, remedy, outcome, at: report.endedAt }]
      : [],
  );
}
