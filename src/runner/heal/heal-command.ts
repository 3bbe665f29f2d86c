/** Runs a command and heals it where it fails: the one entry of the command line, the local fleet and the Action. */

import { tmpdir } from 'node:os';
import type { TriedEntry } from '../../heal/confidence/healing-book.ts';
import { heal } from '../../heal/loop/heal.ts';
import type { HealPorts, HeldFix } from '../../heal/loop/heal-ports.ts';
import type { FailedThings } from '../../heal/proof/failed-things.ts';
import { redact } from '../../text/safety/redact.ts';
import type { AttemptCommand } from '../attempt-command.ts';
import { actionLogPath, appendAction } from './action-log.ts';
import { askAgent } from './ask-agent.ts';
import { type CommandRuns, commandRuns } from './command-runs.ts';
import { type Git, makeGit } from './git.ts';
import type { HealAttempt, HealedAttempt } from './heal-attempt.ts';
import { type HealFolder, healFolder, makeScratch, type Scratch } from './heal-folder.ts';
import { knownRules, makeSkills, sha256 } from './heal-skills.ts';
import { type Memory, openMemory } from './memory.ts';
import { knownPass, rememberPass } from './passed-commits.ts';
import { storeProposal } from './proposals.ts';
import { recoverTree } from './recover-tree.ts';
import { relativeReport } from './relative-report.ts';
import { findRepository, type Repository } from './repository.ts';
import type { RunLeft } from './run-left.ts';
import { ScratchBench } from './scratch-bench.ts';

/** What one healing works with. */
interface Site {
  readonly git: Git;
  readonly repository: Repository;
  readonly folder: HealFolder;
  readonly scratch: Scratch;
  readonly memory: Memory;
  readonly runs: CommandRuns;
  readonly environment: Readonly<Record<string, string>>;
  /** Under which the last commit that passed is remembered. */
  readonly key: string;
  readonly commandText: string;
  readonly actionLog: string;
  readonly redact: (text: string) => string;
}

/** Never rejects for what the command, its output or its repository do. */
export async function healAttempt(attempt: HealAttempt): Promise<HealedAttempt> {
  const git = makeGit(attempt.environment);
  const repository = await findRepository(git, attempt.directory, attempt.root);
  const notes = recoverTree(repository);
  const folder = healFolder(repository);
  const scratch = makeScratch(folder, attempt.temporary ?? tmpdir());
  try {
    const site = await makeSite(attempt, git, repository, folder, scratch);
    const { approved, policy } = attempt;
    const learned: TriedEntry[] = [];
    const ports = makePorts(attempt, site, learned);
    const head = approved ? approved.head : await ports.bench.head();
    const end = await heal(ports, policy, { command: site.commandText, head, approved });
    if (end.report.result === 'passed')
      await rememberPass(git, repository, folder.passed, site.key);
    const { actionLog, runs } = site;
    const report = relativeReport(end.report, [repository.root]);
    return { ...end, report, learned, notes, last: lastOf(runs), actionLog };
  } finally {
    scratch.remove();
  }
}

async function makeSite(
  attempt: HealAttempt,
  git: Git,
  repository: Repository,
  folder: HealFolder,
  scratch: Scratch,
): Promise<Site> {
  const clean = (text: string) => redact(text, attempt.secrets);
  const commandText = clean(textOf(attempt.command));
  const environment = { ...attempt.environment, [scratch.mark[0]]: scratch.mark[1] };
  return {
    ...{ git, repository, folder, scratch, environment, commandText, redact: clean },
    memory: openMemory(folder.memory, attempt.learned ?? []),
    runs: commandRuns(attempt, repository, environment, clean),
    key: sha256(`${repository.directory}\n${commandText}`),
    actionLog: await actionLogPath(git, repository),
  };
}

function makePorts(
  attempt: HealAttempt,
  site: Site,
  learned: TriedEntry[],
): HealPorts<RunLeft, FailedThings> {
  const { stop, policy, now } = attempt;
  const { memory, commandText, folder, runs, scratch, environment } = site;
  const clean = site.redact;
  return {
    now,
    digest: sha256,
    wait: (delay) => waitFor(delay, stop),
    stopped: () => stop.aborted,
    run: runs.run,
    bench: makeBench(attempt, site),
    skills: makeSkills({
      rules: knownRules(attempt.rules),
      memory,
      command: commandText,
      redact: clean,
    }),
    memory: {
      tried: memory.tried,
      record(entry) {
        learned.push(entry);
        memory.record(entry);
      },
      hold: (held, where) =>
        storeProposal(folder.proposals, proposalOf(attempt, site, held, where)),
    },
    tell(action) {
      appendAction(site.actionLog, action, commandText, clean);
      attempt.onAction({ ...action, words: clean(action.words) });
    },
    ask: (failure, project) =>
      askAgent(
        {
          ...{ memory, environment, stop, redact: clean },
          agent: policy.agent,
          scratch: scratch.path,
        },
        failure,
        project,
      ),
  };
}

function makeBench(attempt: HealAttempt, site: Site): ScratchBench {
  const { stop, timeout, keep, onProved, past, received = [] } = attempt;
  const { git, repository, folder, environment, scratch, runs } = site;
  return new ScratchBench({
    ...{ git, repository, keep, timeout, stop, received },
    recovery: folder.recovery,
    scratch: scratch.path,
    program: attempt.command.file,
    environment: withOwnTools(environment, attempt.command),
    lastGood: knownPass(folder.passed, site.key),
    ...(past ? { past } : {}),
    verify: runs.verify,
    ...(onProved ? { onProved } : {}),
  });
}

function proposalOf(attempt: HealAttempt, site: Site, held: HeldFix, where: string | null) {
  const { command, policy, timeout } = attempt;
  return {
    ...held,
    id: held.fix.id,
    hash: sha256(`${held.base}\n${held.patch}`),
    command,
    commandText: site.commandText,
    directory: site.repository.directory,
    verify: policy.verify,
    timeout,
    received: attempt.received ?? [],
    run: Number(attempt.environment.YARDMASTER_RUN) || null,
    state: where === null ? ('waiting' as const) : ('kept' as const),
    where,
  };
}

function lastOf(runs: CommandRuns): HealedAttempt['last'] {
  const run = runs.last();
  return (
    run && { cause: run.cause, exitCode: run.exitCode, signal: run.signal, tail: run.left.tail }
  );
}

/** A command as a person would write it. */
function textOf({ file, args, shell }: AttemptCommand): string {
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
  if (!file.startsWith('/')) return environment;
  const folder = file.slice(0, file.lastIndexOf('/'));
  return { ...environment, PATH: `${folder}:${environment.PATH ?? ''}` };
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
