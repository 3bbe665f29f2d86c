import type { Category } from './category.ts';
import type { Redact } from './diagnose-by-rule.ts';
import type { Diagnosis, LineRange } from './diagnosis.ts';
import { fingerprint } from './fingerprint.ts';
import { rangesOf } from './gather-evidence.ts';
import type { Log } from './log/log.ts';
import { linesAbout, type NamedFailure } from './named-failures.ts';

/** Lines of evidence, at most, that only name what failed. */
const maxLines = 20;

/**
 * What artifacts say of a failure that the log does not explain. `read` is what the rules make of its message,
 * `ending` how the log ends, for a log that does not even name it.
 */
export function diagnoseByMessage(
  failure: NamedFailure,
  read: Diagnosis,
  log: Log,
  ending: readonly LineRange[],
  redact: Redact,
): Diagnosis {
  const lines = linesAbout(log, failure, maxLines);
  const base = { ...read, evidence: lines.length > 0 ? rangesOf(lines) : ending, others: [] };
  if (read.kind !== 'unknown') return base;
  const name = redact(failure.name).slice(0, 200);
  const message = (redact(failure.message).trim().split('\n', 1)[0] ?? '').slice(0, 300);
  return {
    ...base,
    category: categoryOf(failure),
    kind: failure.of === 'node' ? 'dbt-node' : 'junit-failure',
    summary: `${name} ${failure.judged ? 'does not hold' : 'failed'}${message && `: ${message}`}`,
    rootCause: failure.judged
      ? 'A test found something else than it expects.'
      : 'It could not be executed; why is in its message, in words that no rule knows.',
    fingerprint: fingerprint(failure.of, [name, message]),
  };
}

function categoryOf({ of, judged }: NamedFailure): Category {
  if (of === 'test') return 'test_assertion';
  return judged ? 'data_quality' : 'unknown';
}
