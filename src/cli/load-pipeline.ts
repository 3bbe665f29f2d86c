/** Reads and checks a pipeline and the repository's settings, or says everything that is wrong with them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ledgerRoom } from '../text/ledger-room.ts';
import { parsePipeline } from '../text/pipeline/parse-pipeline.ts';
import type { PipelineDefinition } from '../text/pipeline/pipeline-definition.ts';
import type { Problem, ProblemCode } from '../text/problem/problem.ts';
import {
  type ParsedSettings,
  parseSettings,
  settingsPath,
} from '../text/settings/parse-settings.ts';
import { defaultSettings, type Settings } from '../text/settings/settings.ts';
import { type PipelineFile, readPipelineFile } from './find-pipeline.ts';

export type LoadedPipeline =
  | { readonly ok: true; readonly file: PipelineFile; readonly pipeline: PipelineDefinition }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export type LoadedBoth =
  | {
      readonly ok: true;
      readonly file: PipelineFile;
      readonly pipeline: PipelineDefinition;
      readonly settings: Settings;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What is too much follows from the settings; from settings that cannot be read nothing follows. */
const ofSettings: ReadonlySet<ProblemCode> = new Set(['resource-too-large', 'timeout-too-long']);

export function loadSettings(root: string): ParsedSettings {
  const path = join(root, settingsPath);
  return parseSettings(existsSync(path) ? readFileSync(path) : null);
}

/** A pipeline beside the settings as they were read: its own problems, also where those have some. */
export function loadPipeline(root: string, path: string, read: ParsedSettings): LoadedPipeline {
  const file = readPipelineFile(root, path);
  const settings = read.ok ? read.settings : defaultSettings;
  const parsed = parsePipeline({ ...file, settings, ledgerRoom });
  if (parsed.ok) return { ok: true, file, pipeline: parsed.pipeline };
  if (read.ok) return parsed;
  return { ok: false, problems: parsed.problems.filter(({ code }) => !ofSettings.has(code)) };
}

/** Both, or the problems of both. */
export function loadBoth(root: string, path: string): LoadedBoth {
  const read = loadSettings(root);
  const loaded = loadPipeline(root, path, read);
  if (read.ok && loaded.ok) return { ...loaded, settings: read.settings };
  const problems = [...(read.ok ? [] : read.problems), ...(loaded.ok ? [] : loaded.problems)];
  return { ok: false, problems };
}
