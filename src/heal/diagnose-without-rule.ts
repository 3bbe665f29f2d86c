import type { Redact } from './diagnose-by-rule.ts';
import type { Diagnosis, DiagnosisFacts, LineRange } from './diagnosis.ts';
import { exitRule } from './exit-rule.ts';
import { fingerprint } from './fingerprint.ts';
import { firstComplaint } from './gather-evidence.ts';
import type { Log } from './log/log.ts';

interface Ending {
  readonly ending: readonly LineRange[];
  /** Nothing failed. */
  readonly well: boolean;
  readonly redact: Redact;
}

/** What is left to say where no rule fits: that nothing failed, what the exit code means, or only how it ended. */
export function diagnoseWithoutRule(
  log: Log,
  facts: DiagnosisFacts,
  { ending, well, redact }: Ending,
): Diagnosis {
  const known = well ? nothingFailed : exitRule(log, facts, redact);
  const complaint = firstComplaint(log, ending);
  const said = complaint && redact(complaint).slice(0, 200);
  return {
    category: known.category,
    kind: known.kind,
    summary: said && known.kind === 'unknown' ? `${known.summary} It said: ${said}` : known.summary,
    rootCause: known.rootCause,
    captures: {},
    evidence: ending,
    files: [],
    tests: [],
    fingerprint: fingerprint(known.kind, [facts.command ?? '']),
    transient: false,
    proposals: [],
    others: [],
  };
}

const nothingFailed = {
  category: 'unknown',
  kind: 'success',
  summary: 'Every step of this log came to a good end.',
  rootCause: 'There is none: the log is whole, and no step of it ended badly.',
} as const;
