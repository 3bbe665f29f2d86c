import type { Run, TaskState } from '../../src/core/model.ts';
import { runLabel, taskLabel } from '../../src/text/issue/labels.ts';
import { parseRunMarker, parseTaskMarker } from '../../src/text/issue/markers.ts';
import { ledgerDigest, parseLedger } from '../../src/text/ledger/ledger.ts';
import type { Invariants } from './invariants.ts';
import type { MemoryFleet } from './memory-fleet.ts';
import type { MemoryWorld, StoredIssue } from './memory-world.ts';
import type { Story } from './story.ts';

/** Runs that are neither over nor wait for a person. */
export function findUnfinished(
  world: MemoryWorld,
  invariants: Invariants,
  fleet: MemoryFleet,
): string[] {
  const unfinished: string[] = [];
  const open = new Set(world.load().journal?.runs.map(({ issue }) => issue));
  const taken = new Set([...invariants.ledgers.values()].map(({ key }) => key));
  for (const key of invariants.asked)
    if (!taken.has(key) && !invariants.spoiled.has(key)) unfinished.push(`${key} was never begun`);
  for (const run of invariants.ledgers.values()) {
    if (!open.has(run.issue) || waitsForPerson(run)) continue;
    const states = run.statuses.map(({ state, stop }) => (stop ? `${state} (${stop})` : state));
    unfinished.push(`run #${run.issue} ${run.conclusion ?? run.status}: ${states.join(' ')}`);
  }
  if (fleet.live.length > 0) unfinished.push(`${fleet.live.length} legs live`);
  return unfinished;
}

/** Something failed for good or was paused, and nothing else can be done before a person acts. */
function waitsForPerson(run: Run): boolean {
  const acts = (state: TaskState) =>
    ['READY', 'QUEUED', 'RUNNING', 'VALIDATING', 'RETRY_WAIT'].includes(state);
  const states = run.statuses.map(({ state }) => state);
  if (run.conclusion === 'failure') {
    return run.tasks.some(
      ({ recovery, continueOnError }, task) =>
        !continueOnError &&
        (states[task] === 'FAILED' || (states[task] === 'DEAD_LETTER' && recovery !== null)),
    );
  }
  if (run.conclusion !== null) return false;
  if (run.status === 'paused')
    return !states.some((state) => state === 'QUEUED' || state === 'RUNNING');
  return states.includes('PAUSED') && !states.some(acts);
}

/** At rest everything that people see equals the ledgers (9), and no marker stands twice (10). */
export function checkRest(world: MemoryWorld, invariants: Invariants, story: Story): void {
  const own = [...world.present.issues.values()].filter(({ mine }) => mine);
  checkMarkers(own, invariants.spoiled, story);
  const open = new Set(world.load().journal?.runs.map(({ issue }) => issue));
  for (const run of invariants.ledgers.values()) {
    if (open.has(run.issue)) checkRun(world, run, true, story);
    else if (isFound(world, run)) checkRun(world, run, false, story);
  }
  for (const { number, body, state } of own) {
    const task = parseTaskMarker(body);
    if (!task || invariants.ledgers.has(task.run) || state === 'closed') continue;
    story.violate(9, `#${number} shows a task of #${task.run}, which is no run`);
  }
}

function checkMarkers(
  own: readonly StoredIssue[],
  spoiled: ReadonlySet<string>,
  story: Story,
): void {
  const markers = new Map<string, number>();
  for (const { number, body, labels } of own) {
    const task = parseTaskMarker(body);
    // Without its label nobody finds it any more, and no ledger may have known it yet.
    if (!labels.includes(task ? taskLabel : runLabel)) continue;
    const key = parseRunMarker(body);
    if (!task && (key === null || spoiled.has(key))) continue;
    const marker = task ? `task ${task.run}/${task.task}` : `run ${key}`;
    const other = markers.get(marker);
    if (other !== undefined) story.violate(10, `${marker} stands in #${other} and #${number}`);
    markers.set(marker, number);
  }
}

/**
 * What is over and left the journal has no ledger any more to be restored from, and without its label it is
 * not looked for.
 */
function isFound(world: MemoryWorld, run: Run): boolean {
  const issue = world.present.issues.get(run.issue);
  const parsed = parseLedger(issue?.body ?? '');
  const whole = parsed.ok && parsed.digest === ledgerDigest(run);
  return whole && issue?.labels.includes('yardmaster:run') === true;
}

function checkRun(world: MemoryWorld, run: Run, open: boolean, story: Story): void {
  const issue = world.present.issues.get(run.issue);
  if (!issue) {
    story.violate(9, `run #${run.issue} has no issue`);
    return;
  }
  const parsed = parseLedger(issue.body);
  if (!parsed.ok || parsed.digest !== ledgerDigest(run)) {
    story.violate(9, `#${run.issue} does not show revision ${run.revision}`);
  }
  const over = run.conclusion !== null && !waitsForPerson(run);
  if ((issue.state === 'closed') !== over) {
    story.violate(9, `run #${run.issue} is ${run.conclusion ?? run.status}, but ${issue.state}`);
  }
  const unnamed = run.tasks.filter(({ key }) => !issue.body.includes(key));
  if (unnamed.length > 0) story.violate(9, `#${run.issue} does not name ${unnamed[0]?.key}`);
  if (waitsForPerson(run)) checkWaiting(issue, run, story);
  checkTasks(world, run, open, story);
}

function checkTasks(world: MemoryWorld, run: Run, open: boolean, story: Story): void {
  for (const [task, { issue: number }] of run.statuses.entries()) {
    if (number === null) {
      const shown = run.issues === 'all' && run.conclusion === null;
      if (shown) story.violate(9, `${run.issue}/${task} has no issue`);
      continue;
    }
    const own = world.present.issues.get(number);
    // Nobody looks for the issues of a run that is over, once they are no tasks' any more.
    if (open || own?.labels.includes('yardmaster:task')) checkTask(own, run, task, story);
  }
}

/** It says for whom it waits. */
function checkWaiting(issue: StoredIssue, run: Run, story: Story): void {
  if (!issue.body.includes(run.actor)) story.violate(6, `#${run.issue} names nobody`);
  if (run.conclusion === 'failure' && !issue.labels.includes('needs-triage')) {
    story.violate(9, `#${run.issue} waits for a person, without the label needs-triage`);
  }
}

function checkTask(issue: StoredIssue | undefined, run: Run, task: number, story: Story): void {
  const state = run.statuses[task]?.state ?? 'READY';
  const name = `${run.issue}/${task} in #${issue?.number}`;
  if (!issue) {
    story.violate(9, `${name}: no issue`);
    return;
  }
  const marker = parseTaskMarker(issue.body);
  if (marker?.run !== run.issue || marker.task !== task) story.violate(9, `${name}: no marker`);
  const labels = issue.labels.filter((label) => label.startsWith('state:'));
  const wanted = `state:${state.toLowerCase().replace('_', '-')}`;
  if (labels.join() !== wanted) story.violate(9, `${name} has ${labels}, not ${wanted}`);
  const priority = run.statuses[task]?.priority ?? run.tasks[task]?.priority;
  const priorities = issue.labels.filter((label) => label.startsWith('priority:'));
  if (priorities.join() !== `priority:${priority}`) {
    story.violate(9, `${name} has ${priorities}, not ${priority}`);
  }
  const waits = state === 'DEAD_LETTER' && run.tasks[task]?.recovery != null;
  const closed = !waits && ['COMPLETED', 'SKIPPED', 'CANCELLED', 'DEAD_LETTER'].includes(state);
  if ((issue.state === 'closed') !== closed) {
    story.violate(9, `${name} is ${state}, but ${issue.state}`);
  }
  if (issue.parent !== run.issue) story.violate(9, `${name} is not below its run`);
}
