import type { Condition, ResourceUse } from '../../core/model.ts';
import { asList } from './pipeline-reading.ts';
import type { PipelineFile, TaskFile } from './pipeline-schema.ts';

/** Where a task runs that does not say. */
export const defaultRunner = 'ubuntu-latest';

/** Keys that mean nothing where another workflow does the work. */
export const onlyWithRun = [
  'env',
  'working-directory',
  'setup',
  'secrets',
  'live',
  'heal',
  'runs-on',
  'environment',
  'produces',
  'outputs',
] as const;

/** A task with what `defaults` say, as far as it has a meaning there. */
export function withDefaults(task: TaskFile, defaults: PipelineFile['defaults']): TaskFile {
  if (task.uses === undefined) return { ...defaults, ...task };
  const fitting = Object.entries(defaults ?? {}).filter(
    ([key]) => !onlyWithRun.some((name) => name === key),
  );
  return { ...Object.fromEntries(fitting), ...task };
}

/** Resources with what goes without saying: one of it, to write. */
export function resourcesOf(task: TaskFile): ResourceUse[] {
  return asList(task.resources).map((use) =>
    typeof use === 'string'
      ? { name: use, amount: 1, mode: 'write' }
      : { name: use.name, amount: use.amount ?? 1, mode: use.mode ?? 'write' },
  );
}

/** `success`, `success()` and `${{ success() }}` are one. */
export function conditionOf(task: TaskFile): Condition {
  const [word] = /success|failure|always/.exec(task.if ?? '') ?? [];
  return (word as Condition | undefined) ?? 'success';
}
