/** Settles attempts that healed on this machine: as the settling job of a workflow does, with the same code. */
import type { Observation } from '../../core/decision.ts';
import { githubClient } from '../../github/github-client.ts';
import { type SettledHealing, settleHealing } from '../../github/settle-healing.ts';
import type { HealPolicy } from '../../heal/loop/heal-policy.ts';
import type { HealReport } from '../../heal/loop/heal-report.ts';
import type { Ports } from '../../reconcile/ports.ts';
import type { Handoff } from '../../text/handoff.ts';
import type { HealOfTask } from '../../text/healing/heal-schema.ts';
import { parseLedger } from '../../text/ledger/ledger.ts';
import type { PipelineOf } from '../leg-of.ts';
import type { Checkout } from './git-checkout.ts';
import type { HealedCheckouts } from './healed-checkouts.ts';
import type { LocalClient } from './local-ports.ts';

export interface LocalHealing {
  readonly client: LocalClient;
  readonly ports: Ports;
  readonly checkout: Checkout;
  readonly checkouts: HealedCheckouts;
  readonly holder: string;
  readonly pipelineOf: PipelineOf;
  readonly policyOf: (task: HealOfTask) => HealPolicy;
  /** Hears in words what became of it. */
  readonly onHealed: (words: string) => void;
}

/**
 * What to tell the reconciler instead of the attempt's own end; nothing of one that does not count any more.
 * Rejects where the state cannot be read.
 */
export async function settleLocally(
  healing: LocalHealing,
  end: Handoff & { readonly heal: HealReport },
): Promise<readonly Observation[]> {
  const { ports, checkout, checkouts } = healing;
  const { ref } = end;
  const issue = await ports.issues.get(ref.run);
  const ledger = issue?.mine ? parseLedger(issue.body) : null;
  if (!ledger?.ok) throw new Error(`the ledger of run #${ref.run} cannot be read`);
  const { run } = ledger;
  const status = run.statuses[ref.task];
  const isOpen = status?.state === 'QUEUED' || status?.state === 'RUNNING';
  if (!isOpen || status.attempt !== ref.attempt) return [];
  const heal = healing.pipelineOf(run).tasks[ref.task]?.heal ?? null;
  if (heal === null) return [{ kind: 'ended', ref, result: end.result }];
  const settled = await settleHealing(githubClient(healing.client), ports, end, {
    run,
    policy: healing.policyOf(heal),
    holder: healing.holder,
    branch: checkout.branch,
    site: 'http://github.localhost',
    ownMachine: true,
    attemptUrl: null,
  });
  const { published } = settled;
  healing.onHealed(wordsOf(run.tasks[ref.task]?.key ?? '', end.heal, settled));
  if (published) checkouts.make(run.issue, published.commit, published.branch);
  return [settled.end];
}

/** One line for whoever watches. */
function wordsOf(
  task: string,
  heal: HealReport,
  { issue, published, result }: SettledHealing,
): string {
  const where = issue === null ? '' : `, issue #${issue}`;
  const fix = heal.fixes.find(({ outcome }) => outcome === 'kept' || outcome === 'waiting');
  if (published) {
    const { pull, branch } = published;
    const place = pull?.kind === 'pull' ? `pull request #${pull.number}` : `branch ${branch}`;
    return `${task} healed: ${fix?.title ?? 'a fix'} (${place}${where})`;
  }
  if (heal.result === 'healed' && result.outcome === 'success')
    return `${task} healed: what another task has brought mends it, too${where}`;
  if (heal.result === 'healed' && result.outcome === 'stopped')
    return `${task} runs again: ${result.message}`;
  if (heal.result === 'proposed')
    return `${task} waits for a person: ${fix?.title ?? 'a fix'}; yardmaster apply-fix ${fix?.id ?? ''}${where}`;
  if (heal.result === 'recovered') return `${task} passed when it was tried again${where}`;
  const why = result.outcome === 'failure' ? result.message : 'no fix held';
  return `${task} could not be healed: ${why}${where}`;
}
