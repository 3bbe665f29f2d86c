import type { Diagnosis, DiagnosisFacts, LineRange } from './diagnosis.ts';
import { exitRule } from './exit-rule.ts';
import { fingerprint } from './fingerprint.ts';
import type { Log } from './log/log.ts';

/** What is left to say where no rule fits: what the exit code means, or only how it ended. */
export function diagnoseWithoutRule(
  log: Log,
  facts: DiagnosisFacts,
  evidence: readonly LineRange[],
): Diagnosis {
  const known = exitRule(log, facts);
  return {
    category: known.category,
    kind: known.kind,
    summary: known.summary,
    rootCause: known.rootCause,
    captures: {},
    evidence,
    files: [],
    tests: [],
    fingerprint: fingerprint(known.kind, [facts.command ?? '']),
    transient: false,
    proposals: [],
    others: [],
  };
}
