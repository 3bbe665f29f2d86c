import { decide } from '../core/decide.ts';
import type { Instant } from '../core/model.ts';
import { askFleet } from './ask-fleet.ts';
import { callPort } from './call-port.ts';
import { type Decided, patienceOf } from './decided.ts';
import { findLeaving } from './find-leaving.ts';
import { journalChange } from './journal-change.ts';
import { learnTaskIssues } from './learn-task-issues.ts';
import { nextLedgers } from './next-ledgers.ts';
import type { OpenedRun } from './open-run.ts';
import type { Ports } from './ports.ts';
import { readOrders } from './read-orders.ts';
import { readSituation } from './read-situation.ts';
import type { Situation } from './run-view.ts';
import type { ReconcileRequest, ReconcileSettings } from './settings.ts';
import { markedIssues } from './shown-tasks.ts';
import { tellUnvouched } from './tell-unvouched.ts';

export type Round =
  /** Announced, if there was anything to announce: carry it out. */
  | { readonly kind: 'decided'; readonly decided: Decided }
  | { readonly kind: 'busy'; readonly until: Instant }
  /** The journal moved on, or may have: read again. `live` attempts may be settling at the same time. */
  | { readonly kind: 'again'; readonly live: number };

/**
 * Reads, decides and announces once.
 *
 * @param sent what this reconcile announced before, by intent: one whose answer was lost is found again by it.
 * @throws PortError when a read failed, or the commit was refused for good.
 */
export async function tryRound(
  ports: Ports,
  settings: ReconcileSettings,
  request: ReconcileRequest,
  also: readonly OpenedRun[],
  sent: Map<string, Decided>,
): Promise<Round> {
  const loaded = await ports.issues.load();
  const own = sent.get(loaded.journal?.intent?.id ?? '');
  if (own) return { kind: 'decided', decided: own };
  const understood = await readSituation(ports, request.holder, loaded, {
    also,
    thorough: request.thorough ?? false,
  });
  if (understood.kind === 'busy') return understood;
  if (understood.kind === 'stale') return { kind: 'again', live: 0 };
  const unvouched = await tellUnvouched(ports, understood.situation.unvouched);
  const problems = [...understood.situation.problems, ...unvouched];
  const situation = { ...understood.situation, problems };
  const decided = await decideOn(ports, settings, request, situation);
  if (!decided.change) return { kind: 'decided', decided };
  const { headline, put, remove, intent } = decided.change;
  sent.set(intent.id, decided);
  const change = { expectedHead: situation.head, headline, put, remove };
  const answer = await callPort(() => ports.journal.commit(change));
  if (answer.ok && answer.value.kind === 'committed') return { kind: 'decided', decided };
  // Whether a commit without an answer came to be is seen by reading again.
  if (!answer.ok && answer.error.kind !== 'unavailable') throw answer.error;
  return { kind: 'again', live: liveAttempts(situation) };
}

async function decideOn(
  ports: Ports,
  settings: ReconcileSettings,
  request: ReconcileRequest,
  situation: Situation,
): Promise<Decided> {
  const { limits, fleet } = settings;
  const patience = patienceOf(settings);
  const runs = situation.views.map(({ run }) => run);
  const orders = await readOrders(ports, settings, situation);
  const news = await askFleet(ports, runs, fleet, patience);
  const observations = [
    ...learnTaskIssues(runs, markedIssues(situation.taskIssues)),
    ...request.observations,
    ...news.observations,
    ...orders.observations,
  ];
  const now = ports.clock.now();
  const plan = decide({ limits, fleet, runs, observations }, now);
  const { waiting, decisions, wakeAt } = plan;
  for (const { kind, reason } of decisions) {
    if (kind === 'alert') ports.log('warning', reason.text);
  }
  const next = nextLedgers(situation.views, plan, news.lost, now);
  const changed = new Map(next.map(({ run }) => [run.issue, run]));
  const { views, gone, untouched } = situation;
  const over = findLeaving(views, new Set(changed.keys()), situation, now, patience);
  const leaving = [
    ...over,
    ...gone.map((run) => ({ ...run, why: `issue #${run.issue} does not exist any more` })),
  ];
  const left = new Set(leaving.map(({ issue }) => issue));
  const change =
    next.length === 0 && leaving.length === 0
      ? null
      : journalChange(
          {
            id: newId(ports),
            holder: request.holder,
            now,
            next,
            unchanged: [
              ...untouched,
              ...views.flatMap(({ known }) =>
                known && !changed.has(known.issue) && !left.has(known.issue) ? [known] : [],
              ),
            ],
            leaving,
          },
          settings,
        );
  return {
    situation,
    decisions,
    runs: plan.runs.map((run) => changed.get(run.issue) ?? run),
    waiting,
    next,
    leaving: left,
    held: orders.held,
    problems: [...situation.problems, ...news.problems, ...orders.problems],
    wakeAt,
    change,
  };
}

function liveAttempts({ views }: Situation): number {
  return views.reduce(
    (sum, { run }) =>
      sum + run.statuses.filter(({ state }) => state === 'QUEUED' || state === 'RUNNING').length,
    0,
  );
}

function newId(ports: Ports): string {
  const part = () =>
    Math.floor(ports.clock.random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return part() + part();
}
