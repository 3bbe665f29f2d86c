import type { TaskSpec, TaskState } from './model.ts';

/**
 * Whether a task failed and only a person takes it further: FAILED, or a dead letter that the failure
 * sequence made (Q13). A dead letter without such a sequence was made by a person, who gave the task up.
 */
export function waitsForPerson(
  { recovery, continueOnError }: Pick<TaskSpec, 'recovery' | 'continueOnError'>,
  state: TaskState,
): boolean {
  if (continueOnError) return false;
  return state === 'FAILED' || (state === 'DEAD_LETTER' && recovery !== null);
}
