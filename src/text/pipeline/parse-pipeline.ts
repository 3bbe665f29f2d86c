import type { TaskSpec } from '../../core/model.ts';
import type { Problem } from '../problem/problem.ts';
import type { Settings } from '../settings/settings.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { faultyPaths, schemaFindings } from '../yaml/schema-findings.ts';
import type { TreePath } from '../yaml/tree.ts';
import { buildTasks } from './build-tasks.ts';
import { checkExpressions } from './check-expressions.ts';
import { checkJob, checkVariables } from './check-jobs.ts';
import { checkLeg } from './check-legs.ts';
import { checkNeeds } from './check-needs.ts';
import { checkRecoveries } from './check-recovery.ts';
import { pipelineId } from './choose-pipeline.ts';
import { expandJobs } from './expand-jobs.ts';
import type { PipelineDefinition, TaskDefinition } from './pipeline-definition.ts';
import { type Job, PipelineReading } from './pipeline-reading.ts';
import { type PipelineFile, pipelineSchema } from './pipeline-schema.ts';
import { pipelineWords } from './place-names.ts';
import { withDefaults } from './task-parts.ts';
import { withoutFaults } from './without-faults.ts';

export interface PipelineSource {
  /** Relative to the repository's root, as in `.github/pipelines/nightly.yml`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly settings: Settings;
  /** Whether a run of these tasks fits into its issue: `ledgerRoom`. */
  readonly ledgerRoom?: (tasks: readonly TaskSpec[]) => LedgerRoom;
}

interface LedgerRoom {
  readonly ok: boolean;
  readonly needed: number;
  readonly room: number;
}

export type ParsedPipeline =
  | { readonly ok: true; readonly pipeline: PipelineDefinition }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const defaultSlots = 3;
/** No part of a pipeline is nested more deeply. */
const maxRounds = 8;

/**
 * Reads a pipeline file. Either everything in it is as it should be, or all that is not is told at once,
 * in the order of the file. Never throws, whatever the bytes are.
 */
export function parsePipeline(source: PipelineSource): ParsedPipeline {
  const yaml = readYaml(source.path, source.bytes);
  const readable = yaml.ok ? yaml : yaml.rest;
  if (!readable) return { ok: false, problems: yaml.ok ? [] : yaml.problems };
  const reading = new PipelineReading(readable.source, readable.tree);
  if (!yaml.ok) reading.add(yaml.problems);
  const file = readFile(reading);
  const tasks = file && readTasks(file, source, reading);
  if (!tasks || !reading.clean) return { ok: false, problems: reading.problems };
  const id = pipelineId(source.path);
  return {
    ok: true,
    pipeline: {
      id,
      name: file.name ?? id,
      slots: file.slots ?? defaultSlots,
      issues: file.issues ?? source.settings.issues,
      tasks,
    },
  };
}

/** The file as the schema has it; of one that does not hold to it, what is left without its faults. */
function readFile(reading: PipelineReading): PipelineFile | null {
  const { value } = reading.tree;
  const read = pipelineSchema.safeParse(value);
  if (read.success) return read.data;
  const { findings, faulty } = schemaFindings(
    read.error.issues,
    reading.tree,
    reading.source,
    pipelineWords,
  );
  for (const finding of findings) reading.report(finding);
  return readRest(value, faulty, reading);
}

/**
 * What is left of a file without its faults. Where that is at fault by itself, such as a mapping that lacks
 * the key that was left out, the whole of it is left out next.
 */
function readRest(
  value: unknown,
  faulty: readonly TreePath[],
  reading: PipelineReading,
): PipelineFile | null {
  let left = value;
  let paths = faulty;
  for (let round = 0; round < maxRounds; round++) {
    const fine = withoutFaults(left, paths);
    reading.leftOut(fine.items);
    const read = pipelineSchema.safeParse(fine.value);
    if (read.success) return read.data;
    left = fine.value;
    paths = faultyPaths(read.error.issues).map((path) => path.slice(0, -1));
  }
  return null;
}

function readTasks(
  file: PipelineFile,
  { settings, ledgerRoom }: PipelineSource,
  reading: PipelineReading,
): TaskDefinition[] {
  const ids = [...(reading.tree.fields?.get('tasks')?.tree.fields?.keys() ?? [])];
  const jobs: Job[] = Object.entries(file.tasks).map(([id, task]) => ({
    id,
    task: withDefaults(task, file.defaults),
  }));
  if (ids.length === 0 && reading.clean) reportNoTasks(reading);
  checkVariables(['env'], file.env ?? {}, reading);
  checkNeeds(jobs, ids, reading);
  checkRecoveries(jobs, ids, file.env ?? {}, reading);
  checkExpressions(jobs, file, reading);
  for (const job of jobs) checkJob(job, reading);
  const legs = expandJobs(jobs, reading);
  for (const leg of legs) checkLeg(leg, settings, reading);
  if (!reading.clean) return [];
  const tasks = buildTasks(legs, file.env, settings);
  checkLedger(tasks, ledgerRoom, reading);
  return tasks;
}

function reportNoTasks(reading: PipelineReading): void {
  reading.complain({
    code: 'missing-key',
    path: ['tasks'],
    atKey: true,
    message: 'the pipeline has no tasks',
    expected: 'at least one task',
    remedy: 'Add a task below `tasks`.',
  });
}

function checkLedger(
  tasks: readonly TaskDefinition[],
  ledgerRoom: PipelineSource['ledgerRoom'],
  reading: PipelineReading,
): void {
  const room = ledgerRoom?.(tasks.map((task) => task.spec));
  if (!room || room.ok) return;
  reading.complain({
    code: 'ledger-too-large',
    path: ['tasks'],
    atKey: true,
    message: `the state of ${tasks.length} tasks may come to ${room.needed} characters, and the issue of a run has room for ${room.room}`,
    expected: `fewer tasks, or shorter names and globs`,
  });
}
