/** What becomes of an attempt that healed: its fix is published, its failure's issue brought up to date. */

import type { FixStep, Observation } from '../core/decision.ts';
import type { AttemptRef, AttemptResult, Run } from '../core/model.ts';
import { casesOf } from '../heal/confidence/cases-of.ts';
import type { TriedEntry } from '../heal/confidence/healing-book.ts';
import type { HealPolicy } from '../heal/loop/heal-policy.ts';
import type { HealReport } from '../heal/loop/heal-report.ts';
import { type FailureSettings, failureDefaults } from '../reconcile/failures/failure-ports.ts';
import { addToHealingMemory } from '../reconcile/failures/healing-memory.ts';
import { type Recorded, recordFailure } from '../reconcile/failures/record-failure.ts';
import { PortError, type Ports } from '../reconcile/ports.ts';
import type { FixPlace } from '../text/failure/failure-context.ts';
import type { Lesson } from '../text/failure/lessons.ts';
import type { Handoff } from '../text/handoff.ts';
import { earlierTexts } from './earlier-texts.ts';
import { fixLanded } from './fix-landed.ts';
import { openPullAt } from './fix-pull.ts';
import type { GitHubClient } from './github-client.ts';
import { holdWaiting } from './hold-waiting.ts';
import { type Published, publishFix } from './publish-fix.ts';
import { treeOf } from './tree-of.ts';

export interface HealingFacts {
  readonly run: Run;
  readonly policy: HealPolicy;
  /** Who writes, as in an intent. */
  readonly holder: string;
  /** The branch that the run belongs to. */
  readonly branch: string;
  /** `https://github.com`, without the repository. */
  readonly site: string;
  /** Whether this very machine made the attempt, in a working tree of its own. */
  readonly ownMachine?: boolean;
  /** Where the attempt is to be seen. */
  readonly attemptUrl: string | null;
}

export interface SettledHealing {
  /** As the attempt told it, unless its fix was refused: then nothing that it did counts. */
  readonly result: AttemptResult;
  /** Its end, with the fix that it rests on: for the reconciler, whose compare may refuse both together. */
  readonly end: Observation;
  /** The failure's issue; null also while somebody else writes about it: what is to be told waits in the journal. */
  readonly issue: number | null;
  readonly published: Extract<Published, { readonly ok: true }> | null;
}

/**
 * Doing it again finds what was done before. A success that rests on a fix which may not be kept is a failure:
 * nobody could repeat it.
 *
 * @throws PortError; the next settle goes on from there.
 */
export async function settleHealing(
  client: GitHubClient,
  ports: Ports,
  handoff: Handoff & { readonly heal: HealReport },
  facts: HealingFacts,
): Promise<SettledHealing> {
  const { ref, heal } = handoff;
  const { run, policy } = facts;
  const repositoryUrl = `${facts.site}/${client.at.owner}/${client.at.repo}`;
  const task = run.tasks[ref.task]?.key ?? `task ${ref.task}`;
  const judge = {
    commit: run.commit,
    policy,
    ownMachine: facts.ownMachine ?? false,
    earlier: (path: string) => earlierTexts(client, ports.issues, run, path),
  };
  const published = bringsCommit(heal)
    ? await publishFix(client, heal, policy, {
        ...judge,
        into: facts.branch,
        site: facts.site,
        origin: `${run.pipeline} #${run.issue}, task ${task}`,
        url: facts.attemptUrl,
        approvedBy: null,
      }).catch(refusedByHost)
    : null;
  const standing = published?.ok === false ? published.since : null;
  if (standing === 'apart') return runsAgain(handoff, run.commit);
  const there = standing === 'there' ? await placeOfCommit(client, run.commit, facts.branch) : null;
  const refused = published?.ok === false && !there ? published.why : null;
  const kept = published?.ok ? published : null;
  const origin = { pipeline: run.pipeline, task, run: run.issue };
  const report =
    refused === null
      ? await withProposal(client, ports, heal, origin, judge)
      : withoutFix(heal, refused);
  const recorded = await recordFailure(ports, settingsOf(facts), report, {
    episode: `${ref.run}.${ref.task}.${ref.attempt}`,
    pipeline: run.pipeline,
    task,
    attempt: ref.attempt,
    branch: facts.branch,
    runUrl: facts.attemptUrl,
    repositoryUrl,
    fix: kept ? placeOf(kept) : there,
  });
  const cases = await casesIn(client, report, run.commit);
  await addToHealingMemory(ports, cases, lessonsOf(report, recorded));
  const result = refused === null ? handoff.result : refusedResult(handoff.result, refused);
  const to = kept?.commit ?? there?.commit;
  return {
    result,
    end: endOf(ref, result, to === undefined ? null : { from: run.commit, to }),
    issue: recorded.kind === 'busy' ? null : recorded.issue,
    published: kept,
  };
}

/** What tools only installed is no part of the repository: there is nothing to publish, and nothing to wait for. */
function bringsCommit({ result, patch, fixes }: HealReport): boolean {
  const kept = fixes.filter(({ outcome }) => outcome === 'kept');
  const installs =
    patch === null && kept.length > 0 && kept.every(({ files }) => files.length === 0);
  return result === 'healed' && !installs;
}

/** On a machine of one's own the proposal waits beside the repository; elsewhere the journal holds it. */
async function withProposal(
  ...[client, ports, report, origin, judge]: Parameters<typeof holdWaiting>
): Promise<HealReport> {
  if (report.result !== 'proposed' || judge.ownMachine) return report;
  return holdWaiting(client, ports, report, origin, judge);
}

function endOf(ref: AttemptRef, result: AttemptResult, fix: FixStep | null): Observation {
  return { kind: 'ended', ref, result, ...(fix ? { fix } : {}) };
}

/**
 * Of an attempt whose fix does not fit what other tasks have brought meanwhile: that is no failure of its own,
 * and nothing for a person. Its task runs again on the commit that the run is on now.
 */
function runsAgain({ ref, result }: Handoff, commit: string): SettledHealing {
  const short = commit.slice(0, 7);
  const message = `its fix does not fit ${short}, with which another task was healed meanwhile`;
  const ended: AttemptResult =
    result.outcome === 'success'
      ? { ...result, outcome: 'stopped', failure: null, message }
      : result;
  return { result: ended, end: endOf(ref, ended, null), issue: null, published: null };
}

/** Where people find a commit that another task's fix had made. */
async function placeOfCommit(
  client: GitHubClient,
  commit: string,
  branch: string,
): Promise<FixPlace> {
  const pull = await openPullAt(client, commit);
  const onBranch = pull === null && (await fixLanded(client, { commit, pull }, branch));
  return { commit, pull, compareUrl: null, onBranch, note: null };
}

/** No request to a host of this very machine is on its way once its process has ended. */
function settingsOf({ holder, ownMachine }: HealingFacts): FailureSettings {
  return { ...failureDefaults, holder, ...(ownMachine && { grace: 0 }) };
}

/** Outcomes by remedy, from which confidence follows. */
async function casesIn(
  client: GitHubClient,
  report: HealReport,
  commit: string,
): Promise<readonly TriedEntry[]> {
  const some = casesOf(report, commit).length > 0;
  return some ? casesOf(report, await treeOf(client, commit)) : [];
}

/** A rule of the repository may forbid the branch for good; what may come through later is thrown. */
function refusedByHost(error: unknown): Published {
  const forGood = error instanceof PortError && ['denied', 'invalid', 'gone'].includes(error.kind);
  if (!forGood) throw error;
  return { ok: false, why: error.message, since: null };
}

function placeOf({ commit, pull }: Extract<Published, { readonly ok: true }>): FixPlace {
  const waits = 'Workflows run on it once it is closed and opened again.';
  return {
    commit,
    pull: pull?.kind === 'pull' ? pull.number : null,
    compareUrl: pull?.kind === 'compare' ? pull.url : null,
    onBranch: pull === null,
    note: pull?.kind === 'pull' ? waits : null,
  };
}

function withoutFix(report: HealReport, why: string): HealReport {
  return {
    ...report,
    result: 'exhausted',
    patch: null,
    patchHash: null,
    fixes: report.fixes.map((fix) =>
      fix.outcome === 'kept' ? { ...fix, outcome: 'refused' as const, why } : fix,
    ),
    manualSteps: [`Look at the fix that was refused: ${why}`],
  };
}

function refusedResult(result: AttemptResult, why: string): AttemptResult {
  if (result.outcome !== 'success') return result;
  const message = `its fix may not be kept: ${why}`.slice(0, 300);
  return { ...result, outcome: 'failure', failure: 'validation', message };
}

function lessonsOf({ failure }: HealReport, recorded: Recorded): readonly Lesson[] {
  const made = recorded.kind === 'recorded' ? recorded.made : [];
  if (!failure) return [];
  const { kind, fingerprint, summary, evidence, at } = failure;
  const labels = made.map((name): Lesson => ({ kind: 'label', name, at }));
  if (kind !== 'unknown') return labels;
  const [first = ''] = evidence.split('\n');
  return [...labels, { kind: 'pattern', fingerprint, summary, evidence: first, at }];
}
