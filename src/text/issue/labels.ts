import type { Run, TaskState } from '../../core/model.ts';
import { priorityLabel, stateLabel } from './label-definitions.ts';

/** The label by which the issues of runs are listed. */
export const runLabel = 'yardmaster:run';
/** The label by which the issues of tasks are listed. */
export const taskLabel = 'yardmaster:task';

const ownPrefixes = ['yardmaster:', 'state:', 'priority:', 'stage:'];
const ownNames = ['bug', 'pipeline-failure', 'dead-letter', 'needs-triage'];

/** The labels of a task's issue, as the ledger has it. */
export function projectLabels(run: Run, task: number): string[] {
  const spec = run.tasks[task];
  const status = run.statuses[task];
  if (!spec || !status) throw new RangeError(`run ${run.issue} has no task ${task}`);
  const stage = spec.stage === null ? '' : slug(spec.stage);
  return [
    taskLabel,
    stateLabel(status.state),
    priorityLabel(status.priority ?? spec.priority),
    ...(stage ? [`stage:${stage}`] : []),
    ...failureLabels(status.state, spec.recovery !== null),
  ];
}

/** The labels of a run's issue, as the ledger has it. */
export function runLabels(run: Run): string[] {
  const state = runState(run);
  return [runLabel, stateLabel(state), ...(state === 'FAILED' ? failureLabels(state, false) : [])];
}

/** What people see as the state of a whole run, in the words of tasks. */
export function runState(run: Pick<Run, 'status' | 'conclusion'>): TaskState {
  if (run.conclusion === 'success') return 'COMPLETED';
  if (run.conclusion === 'failure') return 'FAILED';
  if (run.conclusion === 'cancelled' || run.status === 'cancelled') return 'CANCELLED';
  return run.status === 'paused' ? 'PAUSED' : 'RUNNING';
}

/**
 * The labels that an issue is to have: ours replaced by the projected ones, everybody else's kept as they
 * are. GitHub takes labels that differ in upper and lower case only for the same.
 */
export function mergeLabels(actual: readonly string[], projected: readonly string[]): string[] {
  const foreign = actual.filter((label) => !isOwnLabel(label));
  return [...projected, ...foreign];
}

/** Whether two lists are the same labels, in any order. */
export function sameLabels(one: readonly string[], other: readonly string[]): boolean {
  const sorted = (labels: readonly string[]) =>
    [...new Set(labels.map((label) => label.toLowerCase()))].sort().join('\n');
  return sorted(one) === sorted(other);
}

/** Whether a label is this program's to set and to take away. */
function isOwnLabel(label: string): boolean {
  const name = label.toLowerCase();
  return ownNames.includes(name) || ownPrefixes.some((prefix) => name.startsWith(prefix));
}

function failureLabels(state: TaskState, recovers: boolean): string[] {
  if (state === 'FAILED') return ['bug', 'pipeline-failure', 'needs-triage'];
  if (state !== 'DEAD_LETTER') return [];
  // One that a person made needs no look any more.
  return ['bug', 'pipeline-failure', 'dead-letter', ...(recovers ? ['needs-triage'] : [])];
}

/** A label's name is at most 50 characters. */
function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-|-$/g, '');
}
