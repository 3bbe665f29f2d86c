import type { Priority, TaskState } from '../../core/model.ts';

/** A label as GitHub keeps it; the color is six hexadecimal digits, the description at most 100 characters. */
export interface LabelDefinition {
  readonly name: string;
  readonly color: string;
  readonly description: string;
}

const stateTexts: Record<TaskState, readonly [color: string, description: string]> = {
  BLOCKED: ['c5def5', 'Waits for the tasks that it needs'],
  READY: ['bfd4f2', 'Has what it needs; waits for a slot, files or a resource'],
  QUEUED: ['bfdadc', 'Was handed to the runners and starts soon'],
  RUNNING: ['1d76db', 'Runs now'],
  VALIDATING: ['5319e7', 'Ended; its result is being checked'],
  WAITING: ['fbca04', 'Waits for a person'],
  RETRY_WAIT: ['fef2c0', 'Failed; the next attempt waits for its time'],
  PAUSED: ['d4c5f9', 'Paused. Put this label on an open task to pause it, take it off to go on'],
  COMPLETED: ['0e8a16', 'Done'],
  FAILED: [
    'd93f0b',
    'Failed for good. Replace it by state:ready for one more try, or close the issue',
  ],
  CANCELLED: ['cfd3d7', 'Was cancelled'],
  SKIPPED: ['e4e669', 'Does not run, since a task that it needs did not succeed'],
  DEAD_LETTER: ['b60205', 'Given up. Replace it by state:ready to try again'],
};

const priorityTexts: Record<Priority, readonly [color: string, description: string]> = {
  urgent: [
    'b60205',
    'Passes the queue, and may stop tasks of medium and low priority for its slot',
  ],
  high: ['d93f0b', 'Goes before medium and low'],
  medium: ['fbca04', 'The usual priority'],
  low: ['c2e0c6', 'Goes last, but rises the longer it waits'],
};

const fixed: readonly LabelDefinition[] = [
  {
    name: 'yardmaster:run',
    color: '0b3d4f',
    description: 'A run of a pipeline; its tasks are its sub-issues',
  },
  { name: 'yardmaster:task', color: '2b7489', description: 'A task of a run' },
  { name: 'bug', color: 'd73a4a', description: "Something isn't working" },
  {
    name: 'pipeline-failure',
    color: 'b60205',
    description: 'A task of a pipeline failed',
  },
  {
    name: 'auto-healing',
    color: '5319e7',
    description: 'A failure that is being healed, or was',
  },
  { name: 'dead-letter', color: '5c0a0a', description: 'A task that was given up' },
  {
    name: 'needs-triage',
    color: 'fbca04',
    description: 'Waits for a person to decide: retry it or drop it',
  },
];

/** `state:retry-wait` for RETRY_WAIT. */
export function stateLabel(state: TaskState): string {
  return `state:${state.toLowerCase().replaceAll('_', '-')}`;
}

/** The state that a label names, or null. */
export function stateOfLabel(label: string): TaskState | null {
  const states = Object.keys(stateTexts) as TaskState[];
  return states.find((state) => stateLabel(state) === label.toLowerCase()) ?? null;
}

export function priorityLabel(priority: Priority): string {
  return `priority:${priority}`;
}

/** The priority that a label names, or null. */
export function priorityOfLabel(label: string): Priority | null {
  const names = Object.keys(priorityTexts) as Priority[];
  return names.find((priority) => priorityLabel(priority) === label.toLowerCase()) ?? null;
}

/** All labels but those of stages, which pipelines name themselves. */
export const labelDefinitions: readonly LabelDefinition[] = [
  ...fixed,
  ...Object.entries(stateTexts).map(([state, [color, description]]) => ({
    name: stateLabel(state as TaskState),
    color,
    description,
  })),
  ...Object.entries(priorityTexts).map(([priority, [color, description]]) => ({
    name: priorityLabel(priority as Priority),
    color,
    description,
  })),
];

/** What a label that is to be made looks like. One that is not known (a stage, or a stranger) is grey. */
export function labelDefinition(name: string): LabelDefinition {
  const known = labelDefinitions.find((label) => label.name === name);
  if (known) return known;
  const description = name.startsWith('stage:')
    ? 'The stage of the pipeline that the task belongs to'
    : '';
  return { name, color: 'ededed', description };
}
