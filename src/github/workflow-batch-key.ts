import type { Batch, Run } from '../core/model.ts';

/** Names a batch for good: the workflow run that carries it has it in its title, so that it is found again. */
export function batchKey(run: Pick<Run, 'issue' | 'key'>, batch: Pick<Batch, 'id'>): string {
  return `${run.issue}.${batch.id} ${run.key}`;
}

/** The title of the workflow run, as the `run-name` of the workflow file makes it from the key. */
export function batchTitle(key: string): string {
  return `Yardmaster batch ${key}`;
}

/** The key of a run that a workflow run opens: the same for a repetition of it, which finds the run again. */
export function openerKey(workflowRun: number): string {
  return `actions-${workflowRun}`;
}

/** The workflow run that opened a run; null where it was opened elsewhere. */
export function openerOf({ key }: Pick<Run, 'key'>): number | null {
  const id = /^actions-([1-9]\d{0,15})$/.exec(key)?.[1];
  return id === undefined ? null : Number(id);
}
