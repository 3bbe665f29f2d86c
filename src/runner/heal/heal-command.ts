/** Runs a command and heals it where it fails: the one entry of the command line, the local fleet and the Action. */
import { randomBytes } from 'node:crypto';
import { join, relative } from 'node:path';
import type { TriedEntry } from '../../heal/confidence/healing-book.ts';
import type { Adjustment, Fix, Project } from '../../heal/fix/fix.ts';
import type { Failure } from '../../heal/fix/fixer.ts';
import { identified } from '../../heal/fix/make-fixes.ts';
import { agentPrompt } from '../../heal/loop/agent-prompt.ts';
import { type HealEnd, heal } from '../../heal/loop/heal.ts';
import type { HealPolicy } from '../../heal/loop/heal-policy.ts';
import type { CommandRun, HealAction, HealPorts, HeldFix } from '../../heal/loop/heal-ports.ts';
import { redact } from '../../text/safety/redact.ts';
import { allowedEnvironment } from '../allowed-environment.ts';
import { type AttemptCommand, attemptCommand } from '../attempt-command.ts';
import { actionLogPath, appendAction } from './action-log.ts';
import { relocated, withFlags } from './adjust-command.ts';
import { dbtRetry } from './dbt-retry.ts';
import { makeGit } from './git.ts';
import { healFolder, makeScratch } from './heal-folder.ts';
import { confidence, type FailedThings, knownRules, makeSkills, sha256 } from './heal-skills.ts';
import { openMemory } from './memory.ts';
import { knownPass, rememberPass } from './passed-commits.ts';
import { type StoredProposal, storeProposal } from './proposals.ts';
import { recoverTree } from './recover-tree.ts';
import { findRepository } from './repository.ts';
import { runAgent } from './run-agent.ts';
import type { RunLeft } from './run-left.ts';
import { ScratchBench } from './scratch-bench.ts';
import { watchCommand } from './watch-command.ts';

export interface HealAttempt {
  readonly command: AttemptCommand;
  /** Absolute: where it runs. */
  readonly directory: string;
  /** Of a folder that is in no repository; null: the directory. */
  readonly root: string | null;
  /** All that the command sees. */
  readonly environment: Readonly<Record<string, string>>;
  /** Values that must appear nowhere. */
  readonly secrets: readonly string[];
  /** Milliseconds for each run of the command. */
  readonly timeout: number;
  readonly stop: AbortSignal;
  readonly policy: HealPolicy;
  /** Where a verified fix goes: a branch of its own, or the tree in which the command runs. */
  readonly keep: 'branch' | 'tree';
  /** A change that a person let through: it is verified and kept, and nothing else is done. */
  readonly approved: StoredProposal | null;
  /** Absolute: receives the output of all runs; null: nobody wants it. */
  readonly log: string | null;
  readonly now: () => number;
  readonly bash: boolean;
  /** What was promised and is missing after a run that ended well (X4); null: nothing is. */
  readonly missing: () => string | null;
  readonly onOutput: (text: string) => void;
  readonly onAction: (action: HealAction) => void;
  /** Called with the checkout in which a fix was verified, before it goes away. */
  readonly onProved?: (checkout: string) => void;
}

export interface HealedAttempt extends HealEnd {
  /** What was learned: for the journal. */
  readonly learned: readonly TriedEntry[];
  /** What an earlier, killed healing had left and what became of it. */
  readonly notes: readonly string[];
  /** Of the last run in the tree; null: nothing ran there. */
  readonly last: {
    readonly exitCode: number | null;
    readonly signal: string | null;
    readonly tail: string;
  } | null;
  readonly actionLog: string;
}

export async function healAttempt(attempt: HealAttempt): Promise<HealedAttempt> {
  const { policy, environment, stop, now, timeout } = attempt;
  const git = makeGit(environment);
  const repository = await findRepository(git, attempt.directory, attempt.root);
  const notes = recoverTree(repository);
  const folder = healFolder(repository);
  const memory = openMemory(folder.memory);
  const learned: TriedEntry[] = [];
  const clean = (text: string) => redact(text, attempt.secrets);
  const commandText = clean(textOf(attempt.command));
  const rules = knownRules();
  const scratch = makeScratch(folder);
  const marked = { ...environment, [scratch.mark[0]]: scratch.mark[1] };
  const key = sha256(`${repository.directory}\n${commandText}`);
  const actionLog = await actionLogPath(git, repository);
  let last: CommandRun<RunLeft> | null = null;
  const verifyCommand =
    policy.verify !== null && policy.verify !== 'same'
      ? attemptCommand(policy.verify.command, attempt.bash)
      : attempt.command;

  const watch = (
    command: AttemptCommand,
    directory: string,
    seen: Readonly<Record<string, string>>,
    limit: number,
    missing: () => string | null,
  ) =>
    watchCommand({
      ...{ command, directory, environment: seen, timeout: limit, missing },
      ...{ stop, now, rules, redact: clean },
      secrets: attempt.secrets,
      log: attempt.log,
      onOutput: attempt.onOutput,
    });

  const bench = new ScratchBench({
    git,
    repository,
    folder,
    makeScratch: () => scratch,
    environment: withOwnTools(marked, attempt.command),
    timeout,
    stop,
    lastGood: knownPass(folder.passed, key),
    keep: attempt.keep,
    verify: (checkout, seen) =>
      watch(
        relocated(verifyCommand, repository.root, checkout),
        join(checkout, repository.directory),
        seen,
        timeout,
        () => null,
      ),
    ...(attempt.onProved ? { onProved: attempt.onProved } : {}),
  });

  async function run(
    as: 'first' | 'retry' | 'confirmation',
    adjustment: Adjustment | null,
  ): Promise<CommandRun<RunLeft>> {
    const less = as === 'retry' ? dbtRetry(attempt.command, last) : null;
    const command = withFlags(less ?? attempt.command, adjustment?.flags ?? {});
    const seen = { ...marked, ...adjustment?.env };
    const limit = timeout * (adjustment?.timeout ?? 1);
    last = await watch(command, attempt.directory, seen, limit, attempt.missing);
    return last;
  }

  const ports: HealPorts<RunLeft, FailedThings> = {
    now,
    digest: sha256,
    wait: (delay) => waitFor(delay, stop),
    stopped: () => stop.aborted,
    run,
    bench,
    skills: makeSkills({ rules, memory, command: commandText, redact: clean }),
    memory: {
      tried: memory.tried,
      record(entry) {
        learned.push(entry);
        memory.record(entry);
      },
      hold: (held, where) => storeProposal(folder.proposals, proposalOf(held, where)),
    },
    tell(action) {
      appendAction(actionLog, action, commandText, clean);
      attempt.onAction({ ...action, words: clean(action.words) });
    },
    ask,
  };

  async function ask(failure: Failure, project: Project): Promise<readonly Fix[]> {
    if (policy.agent === null) return [];
    const mark = `=====${randomBytes(8).toString('hex')}`;
    const diff = await runAgent({
      agent: policy.agent,
      prompt: clean(agentPrompt(failure, project, mark)),
      directory: scratch.path,
      environment: allowedEnvironment(environment),
      stop,
    });
    if (diff === null) return [];
    const draft = {
      remedy: 'agent',
      title: 'Apply what the agent proposes',
      why: 'The configured agent read the failure and wrote this change.',
      action: { kind: 'diff' as const, diff },
      safe: false,
      prior: [1, 1] as const,
      candidates: 1,
    };
    const knowledge = {
      digest: sha256,
      kept: [],
      confidence: (remedy: string, prior: readonly [number, number]) =>
        confidence(memory, remedy, prior),
    };
    return [identified(draft, knowledge)];
  }

  function proposalOf(held: HeldFix, where: string | null): StoredProposal {
    return {
      ...held,
      id: held.fix.id,
      hash: sha256(`${held.base}\n${held.patch}`),
      command: attempt.command,
      commandText,
      directory: repository.directory,
      verify: policy.verify,
      timeout,
      state: where === null ? 'waiting' : 'kept',
      where,
    };
  }

  try {
    const { approved } = attempt;
    const head = approved ? approved.head : await bench.head();
    const request = { command: commandText, head, approved };
    const end = await heal(ports, policy, request);
    if (end.report.result === 'passed') await rememberPass(git, repository, folder.passed, key);
    return { ...end, learned, notes, last: lastOf(last), actionLog };
  } finally {
    scratch.remove();
  }
}

function lastOf(run: CommandRun<RunLeft> | null): HealedAttempt['last'] {
  return run && { exitCode: run.exitCode, signal: run.signal, tail: run.left.tail };
}

/** A command as a person would write it. */
export function textOf({ file, args, shell }: AttemptCommand): string {
  if (shell) return args.at(-1) ?? '';
  return [file, ...args]
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}

/** A tool that stands beside the command's own program is found under its plain name. */
function withOwnTools(
  environment: Readonly<Record<string, string>>,
  { file }: AttemptCommand,
): Readonly<Record<string, string>> {
  const slash = file.lastIndexOf('/');
  if (slash <= 0 || relative('/', file) === file) return environment;
  return { ...environment, PATH: `${file.slice(0, slash)}:${environment.PATH ?? ''}` };
}

function waitFor(delay: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) return resolve();
    const timer = setTimeout(end, delay);
    function end() {
      clearTimeout(timer);
      stop.removeEventListener('abort', end);
      resolve();
    }
    stop.addEventListener('abort', end, { once: true });
  });
}
