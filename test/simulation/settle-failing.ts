import type { Observation } from '../../src/core/decision.ts';
import type { AttemptResult, Run } from '../../src/core/model.ts';
import type { HealReport } from '../../src/heal/loop/heal-report.ts';
import { type FailurePorts, failureDefaults } from '../../src/reconcile/failures/failure-ports.ts';
import { addToHealingMemory } from '../../src/reconcile/failures/healing-memory.ts';
import { recordFailure } from '../../src/reconcile/failures/record-failure.ts';
import { type IssueRead, PortError, type Ports } from '../../src/reconcile/ports.ts';
import type { Lesson } from '../../src/text/failure/lessons.ts';
import { ledgerDigest, parseLedger } from '../../src/text/ledger/ledger.ts';
import type { KeptFix } from './fix-store.ts';
import type { Healing } from './random-healing.ts';

/** What an attempt that failed on the way left. */
export interface Left {
  readonly ref: { readonly run: number; readonly task: number; readonly attempt: number };
  readonly healing: Healing;
  readonly report: HealReport;
  readonly result: AttemptResult;
}

/** Takes a fix to where it is kept, if it may and can be put on top of `base`. */
export type Publish = (left: Left, base: string) => Promise<KeptFix | 'refused' | 'apart'>;

export const branch = 'main';

/**
 * The order of `settleHealing`: the fix is published, the failure recorded, the lessons kept, and what is
 * answered is for the reconciler.
 *
 * @param recorded called once nobody else is to record the failure any more.
 * @throws PortError; doing it again goes on from there.
 */
export async function settleFailing(
  ports: Ports,
  publish: Publish,
  holder: string,
  left: Left,
  recorded: () => void,
): Promise<readonly Observation[]> {
  const { ref, result, report } = left;
  const run = await runOf(ports, ref.run);
  if (!isOpen([run], ref)) return [];
  const heals = report.result === 'healed';
  const published = heals ? await publish(left, run.commit) : null;
  if (published === 'apart') return [{ kind: 'ended', ref, result: runsAgain(result) }];
  const refused = published === 'refused';
  const kept = refused ? null : published;
  const told = refused ? { ...report, result: 'exhausted' as const } : report;
  await record(ports, holder, left, { run, kept, told });
  recorded();
  const ended: AttemptResult = refused ? withoutFix(result) : result;
  if (!kept) return [{ kind: 'ended', ref, result: ended }];
  const from = run.commit;
  // What lay there before the attempt was settled stays where it is.
  const to = kept.parent === from ? kept.commit : from;
  return [{ kind: 'ended', ref, result: ended, fix: { from, to } }];
}

/** Its fix does not fit what the run has gone on to: its task does, without it. */
function runsAgain(result: AttemptResult): AttemptResult {
  if (result.outcome !== 'success') return result;
  return { ...result, outcome: 'stopped', failure: null, message: 'its fix does not fit any more' };
}

/** A success that rests on a fix which nobody kept is a failure. */
function withoutFix(result: AttemptResult): AttemptResult {
  if (result.outcome !== 'success') return result;
  return { ...result, outcome: 'failure', failure: 'validation', message: 'its fix was not kept' };
}

async function record(
  ports: FailurePorts,
  holder: string,
  { ref }: Left,
  {
    run,
    kept,
    told,
  }: { readonly run: Run; readonly kept: KeptFix | null; readonly told: HealReport },
): Promise<void> {
  const settings = { ...failureDefaults, holder };
  const recorded = await recordFailure(ports, settings, told, {
    episode: `${ref.run}.${ref.task}.${ref.attempt}`,
    pipeline: run.pipeline,
    task: run.tasks[ref.task]?.key ?? '',
    attempt: ref.attempt,
    branch,
    runUrl: `https://github.com/octo/shop/actions/runs/${ref.attempt}`,
    repositoryUrl: 'https://github.com/octo/shop',
    fix: kept && {
      commit: kept.commit,
      pull: kept.pull,
      compareUrl: null,
      onBranch: kept.pull === null,
      note: null,
    },
  });
  const made = recorded.kind === 'recorded' ? recorded.made : [];
  await addToHealingMemory(ports, [], lessonsOf(told, made));
}

function lessonsOf({ failure }: HealReport, made: readonly string[]): readonly Lesson[] {
  if (!failure) return [];
  const { at, fingerprint, summary, evidence } = failure;
  const labels = made.map((name): Lesson => ({ kind: 'label', name, at }));
  if (failure.kind !== 'unknown') return labels;
  return [...labels, { kind: 'pattern', fingerprint, summary, evidence, at }];
}

/** Whether an attempt is its task's newest one, and was not settled. */
function isOpen(runs: readonly Run[], { run, task, attempt }: Left['ref']): boolean {
  const status = runs.find(({ issue }) => issue === run)?.statuses[task];
  return status?.attempt === attempt && (status.state === 'QUEUED' || status.state === 'RUNNING');
}

/** The run as its ledger has it, if the journal says that it is the right one. */
async function runOf(ports: Ports, number: number): Promise<Run> {
  const { journal } = await ports.issues.load();
  const issue = await ports.issues.get(number);
  const entry = journal?.runs.find((each) => each.issue === number);
  const run = issue && trusted(issue);
  if (!run || (entry && ledgerDigest(run) !== entry.digest)) {
    throw new PortError('unavailable', `the ledger of #${number} cannot be read now`);
  }
  return run;
}

function trusted(issue: IssueRead): Run | null {
  const parsed = issue.mine ? parseLedger(issue.body) : null;
  return parsed?.ok ? parsed.run : null;
}
