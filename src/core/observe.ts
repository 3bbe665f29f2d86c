import { orderRun, orderTask } from './apply-order.ts';
import type { FixStep, Observation } from './decision.ts';
import type { AttemptRef } from './model.ts';
import { because, type RunDraft } from './run-draft.ts';
import { loseAttempt, settleAttempt, startAttempt } from './settle-attempt.ts';

/** Takes in what was learned. What concerns no current attempt, or is known already, changes nothing. */
export function observe(drafts: readonly RunDraft[], observations: readonly Observation[]): void {
  if (observations.length === 0) return;
  const byIssue = new Map(drafts.map((draft) => [draft.issue, draft]));
  for (const observation of observations) {
    const issue = 'ref' in observation ? observation.ref.run : observation.run;
    const draft = byIssue.get(issue);
    if (draft) take(draft, observation);
  }
}

function take(draft: RunDraft, observation: Observation): void {
  switch (observation.kind) {
    case 'started':
    case 'ended':
    case 'lost':
      if (isCurrent(draft, observation.ref)) takeNews(draft, observation);
      return;
    case 'dispatched': {
      const batch = draft.facts.batches.find(({ id }) => id === observation.batch);
      if (!batch || batch.place === observation.place) return;
      const text = `batch ${batch.id} is carried by ${observation.place}`;
      draft.placeBatch(batch.id, observation.place, because('learned', text));
      return;
    }
    case 'issue':
      if (!draft.tasks[observation.task]) return;
      draft.note(
        observation.task,
        { issue: observation.issue },
        because('learned', `${draft.name(observation.task)} has issue #${observation.issue}`),
      );
      return;
    case 'ordered':
      if (observation.task === null) orderRun(draft, observation.order, observation.by);
      else if (draft.tasks[observation.task]) {
        orderTask(draft, observation.task, observation.order, observation.by);
      }
      return;
  }
}

function takeNews(draft: RunDraft, news: Extract<Observation, { readonly ref: AttemptRef }>): void {
  const { task } = news.ref;
  if (news.kind === 'started') startAttempt(draft, task, news.at);
  else if (news.kind === 'ended') takeEnd(draft, news);
  else loseAttempt(draft, task, news.at, news.why);
}

/**
 * A success that rests on a fix counts together with it or not at all: where another fix was faster, the
 * attempt stays open, and whoever settles it puts its fix on top of that one and tells it again.
 */
function takeEnd(draft: RunDraft, { ref, result, fix }: Extract<Observation, { kind: 'ended' }>) {
  const holds = fix === undefined || goOnFrom(draft, ref.task, fix);
  if (holds || result.outcome !== 'success') settleAttempt(draft, ref.task, result);
}

/** Whether the run holds the fix now. It moves by compare: no commit may lose what another one brought. */
function goOnFrom(draft: RunDraft, task: number, { from, to }: FixStep): boolean {
  if (draft.facts.commit === to) return true;
  if (draft.facts.commit !== from) return false;
  const text = `goes on from ${to.slice(0, 7)}, which heals ${draft.name(task)}`;
  draft.setRun({ commit: to }, because('healed', text));
  return true;
}

/** Whether this is the task's newest attempt, and it was not settled before. */
function isCurrent(draft: RunDraft, ref: AttemptRef): boolean {
  const status = draft.statuses[ref.task];
  if (!status || status.attempt !== ref.attempt) return false;
  return status.state === 'QUEUED' || status.state === 'RUNNING';
}
