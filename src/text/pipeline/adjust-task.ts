import type { TaskStatus } from '../../core/model.ts';
import type { TaskDefinition } from './pipeline-definition.ts';

/** `--threads 8` and `--threads=8`. */
export const threadsFlag = /(--threads[ =])(\d{1,4})(?!\d)/g;

/**
 * The command and the variables of a task's next attempt: as they are, or adjusted once for each attempt
 * that failed, if the last one lacked time or resources (Q13). Whole numbers stay whole, and 1 at least.
 */
export function adjustTask(
  task: Pick<TaskDefinition, 'run' | 'adjust'>,
  variables: Readonly<Record<string, string>>,
  { failure, counted }: Pick<TaskStatus, 'failure' | 'counted'>,
): { readonly run: string | null; readonly env: Readonly<Record<string, string>> } {
  if (counted === 0 || (failure !== 'timeout' && failure !== 'resources'))
    return { run: task.run, env: variables };
  const { env, threads } = task.adjust;
  const adjusted = Object.entries(variables).map(([name, value]) => {
    const factor = env[name];
    return [name, factor === undefined ? value : scaled(value, factor ** counted)];
  });
  const run = task.run?.replace(
    threadsFlag,
    (_, flag: string, count: string) => `${flag}${scaled(count, threads ** counted)}`,
  );
  return { run: run ?? null, env: Object.fromEntries(adjusted) };
}

function scaled(text: string, factor: number): string {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return text;
  if (!Number.isInteger(number)) return String(number * factor);
  return String(number === 0 ? 0 : Math.max(1, Math.round(number * factor)));
}
