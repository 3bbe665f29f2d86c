import type { HealReport } from '../../heal/loop/heal-report.ts';
import { redact } from '../safety/redact.ts';

/**
 * A report without secrets in any of its texts, before anything of it is cut or written. It came from a job
 * that ran foreign code, whatever that job said of it.
 */
export function redactReport(report: HealReport, secrets: readonly string[]): HealReport {
  const clean = (text: string) => redact(text, secrets);
  const { failure } = report;
  return {
    ...report,
    command: clean(report.command),
    failure: failure && {
      ...failure,
      summary: clean(failure.summary),
      rootCause: clean(failure.rootCause),
      evidence: clean(failure.evidence),
    },
    fixes: report.fixes.map((fix) => ({
      ...fix,
      title: clean(fix.title),
      why: clean(fix.why),
      files: fix.files.map(clean),
    })),
    patch: report.patch === null ? null : clean(report.patch),
    proof: report.proof === null ? null : clean(report.proof),
    manualSteps: report.manualSteps.map(clean),
  };
}
