import type { Batch, Run } from '../core/model.ts';
import { legLabel } from '../github/workflow-life.ts';
import type { PipelineDefinition, TaskDefinition } from '../text/pipeline/pipeline-definition.ts';
import { jobTime } from './attempt-time.ts';

/** One leg of the matrix: what the workflow file needs to know of an attempt before its job starts. */
export interface Leg {
  readonly run: number;
  readonly task: number;
  readonly attempt: number;
  readonly batch: number;
  readonly commit: string;
  readonly label: string;
  readonly kind: 'command' | 'live' | 'uses';
  readonly 'runs-on': readonly string[];
  readonly environment: string;
  readonly 'timeout-minutes': number;
  readonly secrets: readonly string[];
}

function kindOf({ uses, live }: TaskDefinition): Leg['kind'] {
  if (uses !== null) return 'uses';
  return live ? 'live' : 'command';
}

/** The legs of a batch that are still to be attempted, in its order. */
export function legsOf(run: Run, batch: Batch, pipeline: PipelineDefinition): readonly Leg[] {
  return batch.legs.flatMap((task) => {
    const status = run.statuses[task];
    const spec = run.tasks[task];
    const definition = pipeline.tasks[task];
    if (!status || !spec || definition?.spec.key !== spec.key) return [];
    if (status.batch !== batch.id || status.stop !== null) return [];
    if (status.state !== 'QUEUED' && status.state !== 'RUNNING') return [];
    const ref = { run: run.issue, task, attempt: status.attempt };
    return [
      {
        ...ref,
        batch: batch.id,
        commit: run.commit,
        label: legLabel(ref, spec.key),
        kind: kindOf(definition),
        'runs-on': definition.runsOn,
        environment: definition.environment ?? '',
        'timeout-minutes': Math.ceil(jobTime(definition, status) / 60_000),
        secrets: definition.secrets,
      },
    ];
  });
}
