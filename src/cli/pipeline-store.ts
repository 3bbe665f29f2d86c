/** Pipelines as they were when their runs started: kept by digest, so that a run goes on with its own. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '../core/model.ts';
import { parsePipeline } from '../text/pipeline/parse-pipeline.ts';
import type { PipelineDefinition } from '../text/pipeline/pipeline-definition.ts';
import { sourceDigest } from '../text/pipeline/source-digest.ts';
import type { Settings } from '../text/settings/settings.ts';
import { CliProblem } from './cli-problem.ts';
import type { PipelineFile } from './find-pipeline.ts';
import type { PipelineOf } from './leg-of.ts';

export interface PipelineStore {
  /** Keeps a file that was parsed, and answers its digest. */
  keep(file: PipelineFile, definition: PipelineDefinition): string;
  /** Throws `CliProblem` when the file is not there any more, or does not fit the settings of today. */
  readonly pipelineOf: PipelineOf;
}

export function pipelineStore(folder: string, settings: Settings): PipelineStore {
  const known = new Map<string, PipelineDefinition>();

  function read(run: Run): PipelineDefinition {
    const file = join(folder, `${run.source}.yml`);
    if (!existsSync(file)) throw lost(run, 'it is not kept on this machine');
    const path = `.github/pipelines/${run.pipeline}.yml`;
    const parsed = parsePipeline({ path, bytes: readFileSync(file), settings });
    if (!parsed.ok) throw lost(run, parsed.problems[0]?.message ?? 'it is not valid any more');
    return parsed.pipeline;
  }

  return {
    keep(file, definition) {
      const digest = sourceDigest(file.bytes);
      writeFileSync(join(folder, `${digest}.yml`), file.bytes);
      known.set(digest, definition);
      return digest;
    },
    pipelineOf(run) {
      const definition = known.get(run.source) ?? read(run);
      known.set(run.source, definition);
      return definition;
    },
  };
}

function lost(run: Run, why: string): CliProblem {
  return new CliProblem(
    'pipeline-lost',
    `The pipeline file of run #${run.issue} (${run.pipeline}, ${run.source}): ${why}.`,
    'Start anew with `yardmaster run --new`, which cancels that run.',
  );
}
