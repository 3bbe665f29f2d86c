import { callPort } from './call-port.ts';
import { carryOut } from './carry-out.ts';
import type { Decided } from './decided.ts';
import { type OpenedRun, openRun } from './open-run.ts';
import type { PortError, Ports } from './ports.ts';
import type { ReconcileReport, ReconcileRequest, ReconcileSettings } from './settings.ts';
import { type Round, tryRound } from './try-round.ts';

/** How often the journal's compare-and-swap is tried; others were faster then, and took the world on. */
const mostTries = 10;
/** How long others need from their read to their PATCH, roughly: what waiting writers are spread by. */
const turn = 400;
const longestWait = 60_000;

type Outcome = Partial<ReconcileReport> & Pick<ReconcileReport, 'kind' | 'tries'>;

/**
 * One turn of the loop: read everything, take up what another writer left, decide, announce the decisions in
 * the journal by compare-and-swap, carry them out. Level-triggered: whatever was lost before, it finds what is
 * to be done now; where that is nothing, it writes nothing. A call that fails anywhere leaves a state from
 * which the next reconcile goes on.
 */
export async function reconcile(
  ports: Ports,
  settings: ReconcileSettings,
  request: ReconcileRequest,
): Promise<ReconcileReport> {
  let opened: number | null = null;
  let start: OpenedRun | null = null;
  if (request.start) {
    const { start: draft } = request;
    const answer = await callPort(() => openRun(ports, settings, draft));
    if (!answer.ok) return failed(ports, settings, answer.error, 0, opened);
    start = answer.value;
    opened = start.issue;
  }
  const sent = new Map<string, Decided>();
  let live = 0;
  for (let tries = 1; ; tries++) {
    const answer = await callPort(() =>
      tryRound(ports, settings, request, also(start, tries), sent),
    );
    if (!answer.ok) return failed(ports, settings, answer.error, sent.size, opened);
    const round: Round = answer.value;
    if (round.kind === 'busy') {
      const retryAt = Math.min(round.until, ports.clock.now() + spread(ports, live, 1));
      return report({ kind: 'busy', retryAt, tries: sent.size, opened });
    }
    if (round.kind === 'decided') {
      const done = await carryOut(ports, settings, round.decided);
      return { ...done, opened, tries: sent.size };
    }
    live = round.live;
    const wait = spread(ports, live, tries);
    if (tries >= mostTries) {
      const retryAt = ports.clock.now() + wait;
      return report({ kind: 'contended', retryAt, tries: sent.size, opened });
    }
    await ports.clock.sleep(wait);
  }
}

/** A run that was opened is news to others from the first read on. */
function also(start: OpenedRun | null, tries: number): readonly OpenedRun[] {
  return start === null ? [] : [{ ...start, isNew: start.isNew && tries === 1 }];
}

/** A moment within a window that grows with the number of attempts that may settle at the same time. */
function spread(ports: Ports, live: number, tries: number): number {
  const window = turn * (1 + live) * Math.min(tries, 3);
  return Math.ceil(ports.clock.random() * Math.min(window, longestWait));
}

function failed(
  ports: Ports,
  settings: ReconcileSettings,
  error: PortError,
  tries: number,
  opened: number | null,
): ReconcileReport {
  ports.log('warning', `the reconcile was broken off: ${error.message}`, { kind: error.kind });
  const retryAt = ports.clock.now() + (error.retryAfter ?? settings.writerLease / 10);
  return report({ kind: 'failed', error, retryAt, tries, opened });
}

function report(outcome: Outcome): ReconcileReport {
  return {
    runs: [],
    waiting: [],
    decisions: [],
    dispatched: [],
    stopped: [],
    opened: null,
    wakeAt: null,
    retryAt: null,
    error: null,
    unfinished: [],
    ...outcome,
  };
}
