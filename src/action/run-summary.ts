import type { Run, TaskState } from '../core/model.ts';
import type { ReconcileReport } from '../reconcile/settings.ts';
import { neutralise } from '../text/safety/neutralise.ts';
import type { ActionContext } from './action-context.ts';

type Place = Pick<ActionContext, 'owner' | 'repo' | 'serverUrl'>;

function counts(run: Run): string {
  const found = new Map<TaskState, number>();
  for (const { state } of run.statuses) found.set(state, (found.get(state) ?? 0) + 1);
  return [...found].map(([state, count]) => `${count} ${state.toLowerCase()}`).join(', ');
}

function line({ owner, repo, serverUrl }: Place, run: Run): string {
  const url = `${serverUrl}/${owner}/${repo}/issues/${run.issue}`;
  const end = run.conclusion === null ? '' : ` **${run.conclusion}**`;
  return `- [${neutralise(run.pipeline)}, run ${run.issue}](${url}):${end} ${counts(run)}`;
}

/** What a job that reconciled did for one run, as Markdown for its summary page. */
export function runSummary(place: Place, report: ReconcileReport, issue: number | null): string {
  const run = report.runs.find((each) => each.issue === issue);
  const { owner, repo, serverUrl } = place;
  const link = `[run ${issue}](${serverUrl}/${owner}/${repo}/issues/${issue})`;
  const started = report.dispatched.map(({ run: of, batch }) => `batch ${batch} of run ${of}`);
  return [
    '### Yardmaster',
    run ? line(place, run) : `- ${link} is over`,
    started.length === 0 ? '' : `Started ${started.join(', ')}.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What a sweep found, as Markdown. `closed`: issues of failures that are over. */
export function sweepSummary(
  place: Place,
  report: ReconcileReport,
  closed: readonly number[],
): string {
  const open = report.runs.map((run) => line(place, run));
  const left = report.unfinished.map((text) => `- ${neutralise(text)}`);
  return [
    '### Yardmaster sweep',
    open.length === 0 ? 'No run is open.' : open.join('\n'),
    closed.length === 0
      ? ''
      : `Failures that are over: ${closed.map((issue) => `#${issue}`).join(', ')}.`,
    left.length === 0 ? '' : `Left for the next time:\n\n${left.join('\n')}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
