/** Finds and reads the pipelines of a checkout. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import {
  choosePipeline,
  expectedPipelines,
  pipelineFolder,
} from '../text/pipeline/choose-pipeline.ts';
import { CliProblem } from './cli-problem.ts';

export interface PipelineFile {
  /** Relative to the checkout, as `.github/pipelines/nightly.yml`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Paths of all pipelines of a checkout, sorted. */
export function pipelinePaths(root: string): string[] {
  return expectedPipelines(listing(root)).map(({ path }) => path);
}

/**
 * The path of the pipeline that a person means: by its name, by its file (as seen from `directory`), or
 * without a name the only one there is. Throws `CliProblem` where that is none or more than one.
 */
export function findPipeline(root: string, directory: string, wanted: string | undefined): string {
  const files = listing(root);
  const fromHere = wanted === undefined ? '' : relative(root, resolve(directory, wanted));
  const name = files.includes(fromHere) ? fromHere : (wanted ?? null);
  const choice = choosePipeline(name, files);
  if (choice.ok) return choice.path;
  const known = choice.expected.length > 1 ? ` There are: ${choice.expected.join(', ')}.` : '';
  const demo =
    choice.expected.length === 0
      ? ' `yardmaster init` writes a first one; `yardmaster demo` shows one at work.'
      : '';
  const sentence = choice.message.charAt(0).toUpperCase() + choice.message.slice(1);
  throw new CliProblem(choice.code, `${sentence}.${known}`, `${choice.remedy}${demo}`);
}

function listing(root: string): string[] {
  const folder = join(root, pipelineFolder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => `${pipelineFolder}/${name}`);
}

export function readPipelineFile(root: string, path: string): PipelineFile {
  return { path, bytes: readFileSync(join(root, path)) };
}
