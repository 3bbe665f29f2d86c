import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-file.ts';
import { whileLocked } from './hold-lock.ts';
import { differences } from './judge.ts';
import type { Mutation } from './mutation.ts';
import { differingPaths, readProject } from './project-files.ts';
import { runCommand } from './run-command.ts';
import type { Setting } from './setting.ts';
import { type Verdict, verdictOf } from './verdict.ts';
import { headOf, makeRepository } from './workspace.ts';

/** What came of one mutation. Times in milliseconds. */
export interface HealResult {
  readonly id: string;
  readonly operator: string;
  readonly project: string;
  readonly healable: boolean;
  readonly what: string;
  readonly committed: boolean;
  readonly verdict: Verdict;
  readonly exit: number;
  /** As healing's last line of JSON says. */
  readonly result: string;
  readonly kind: string;
  /** Remedies that were tried, each with what became of it. */
  readonly remedies: readonly string[];
  /** What a person is told to do. */
  readonly advice: readonly string[];
  readonly milliseconds: number;
  readonly differences: readonly string[];
  readonly changedFiles: readonly string[];
}

export interface HealWith {
  /** Words before `heal`, such as `node dist/cli.mjs`. */
  readonly cli: readonly string[];
  readonly logs: string;
  readonly keep: boolean;
}

const options = ['--mode', 'autonomous', '--in-place', '--verify', 'same', '--json'];

/** Heals one mutation in a repository of its own, and judges what is left there. */
export async function healOne(
  setting: Setting,
  mutation: Mutation,
  how: HealWith,
): Promise<HealResult> {
  const { operator } = mutation;
  const argv = [...how.cli, 'heal', ...options, '--', ...setting.commands[operator.project]];
  // Healing keeps what it learnt; here nothing may pass from one mutation to the next.
  const home = join(cacheFolder, 'homes', mutation.id);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const variables = { ...setting.variables, XDG_STATE_HOME: home, XDG_CACHE_HOME: home };
  const heal = (folder: string) => runCommand(argv, { folder, variables, limit: 900 });
  const folder = await makeRepository(setting, mutation, async (place) => {
    const passed = await heal(place);
    if (passed.exit !== 0)
      throw new Error(`the original ${operator.project} fails:\n${passed.output}`);
  });
  const [before, head] = [readProject(folder), headOf(folder)];
  const ran = await whileLocked(setting, mutation, folder, () => heal(folder));
  mkdirSync(how.logs, { recursive: true });
  writeFileSync(join(how.logs, `${mutation.id}.log`), `${mutation.what}\n\n${ran.output}`);
  const after = readProject(folder);
  const changedFiles = differingPaths(before, after);
  const declared = ran.exit === 0;
  const found = declared ? await differences(setting, operator.project, after) : [];
  const changed = changedFiles.length > 0 || headOf(folder) !== head;
  if (!how.keep) rmSync(folder, { recursive: true });
  rmSync(home, { recursive: true, force: true });
  const said = lastJson(ran.stdout);
  return {
    id: mutation.id,
    operator: operator.name,
    project: operator.project,
    healable: operator.healable,
    what: mutation.what,
    committed: mutation.committed,
    verdict: verdictOf({ healable: operator.healable, declared, differences: found, changed }),
    exit: ran.exit,
    result: said.result ?? '',
    kind: said.failure?.kind ?? '',
    remedies: (said.fixes ?? []).map(({ remedy, outcome }) => `${remedy} ${outcome}`),
    advice: said.manualSteps ?? [],
    milliseconds: ran.milliseconds,
    differences: found,
    changedFiles,
  };
}

/** The fields of healing's report that are looked at. */
interface Said {
  readonly result?: string;
  readonly failure?: { readonly kind: string } | null;
  readonly fixes?: readonly { readonly remedy: string; readonly outcome: string }[];
  readonly manualSteps?: readonly string[];
}

function lastJson(stdout: string): Said {
  try {
    return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Said;
  } catch {
    return {};
  }
}
