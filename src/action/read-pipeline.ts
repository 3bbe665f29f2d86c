import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePipeline } from '../text/pipeline/parse-pipeline.ts';
import type { PipelineDefinition } from '../text/pipeline/pipeline-definition.ts';
import { sourceDigest } from '../text/pipeline/source-digest.ts';
import type { Problem } from '../text/problem/problem.ts';
import { parseSettings, settingsPath } from '../text/settings/parse-settings.ts';
import type { Settings } from '../text/settings/settings.ts';
import { ActionProblem } from './action-context.ts';

const folder = '.github/pipelines';

function bytesOf(root: string, path: string): Uint8Array | null {
  try {
    return readFileSync(join(root, path));
  } catch {
    return null;
  }
}

/** Tells people all problems at once, each on its line of the file. */
export class InvalidFiles extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(`${problems.length} problem(s) in the repository's files`);
    this.name = 'InvalidFiles';
    this.problems = problems;
  }
}

/** The repository's settings in a checkout; the defaults where it has none. Throws `InvalidFiles`. */
export function readSettings(root: string): Settings {
  const read = parseSettings(bytesOf(root, settingsPath));
  if (!read.ok) throw new InvalidFiles(read.problems);
  return read.settings;
}

export interface PipelineRead {
  readonly pipeline: PipelineDefinition;
  /** First 16 hexadecimal digits of the SHA-256 of the file. */
  readonly source: string;
}

/** Ids of the pipelines in a checkout. */
export function pipelineIds(root: string): readonly string[] {
  try {
    const files = readdirSync(join(root, folder)).filter((name) => /\.ya?ml$/.test(name));
    return files.map((name) => name.replace(/\.ya?ml$/, '')).sort();
  } catch {
    return [];
  }
}

/** Reads a pipeline of a checkout by its id. Throws `InvalidFiles`, or `ActionProblem` where there is none. */
export function readPipeline(root: string, id: string, settings: Settings): PipelineRead {
  const known = pipelineIds(root);
  if (!known.includes(id)) {
    throw new ActionProblem(
      `There is no pipeline \`${id}\` in ${folder}`,
      known.length > 0 ? `Choose one of: ${known.join(', ')}.` : `Add one as ${folder}/NAME.yml.`,
    );
  }
  const path = [`${folder}/${id}.yml`, `${folder}/${id}.yaml`].find((each) => bytesOf(root, each));
  const bytes = bytesOf(root, path ?? '') ?? new Uint8Array();
  return parsed(path ?? id, bytes, settings);
}

/**
 * The same where the files come from elsewhere: `bytesAt` answers null where there is no such file. Throws
 * as `readPipeline` does.
 */
export async function pipelineAt(
  bytesAt: (path: string) => Promise<Uint8Array | null>,
  id: string,
): Promise<PipelineRead & { readonly settings: Settings }> {
  const settings = parseSettings(await bytesAt(settingsPath));
  if (!settings.ok) throw new InvalidFiles(settings.problems);
  if (/^[\w.-]+$/.test(id)) {
    for (const path of [`${folder}/${id}.yml`, `${folder}/${id}.yaml`]) {
      const bytes = await bytesAt(path);
      if (!bytes) continue;
      return { ...parsed(path, bytes, settings.settings), settings: settings.settings };
    }
  }
  throw new ActionProblem(`There is no pipeline \`${id}\` at the commit`, 'Start a new run.');
}

function parsed(path: string, bytes: Uint8Array, settings: Settings): PipelineRead {
  const read = parsePipeline({ path, bytes, settings });
  if (!read.ok) throw new InvalidFiles(read.problems);
  return { pipeline: read.pipeline, source: sourceDigest(bytes) };
}
