import { rmSync } from 'node:fs';
import { allOperators } from './all-operators.ts';
import { cached } from './cache-file.ts';
import { whileLocked } from './hold-lock.ts';
import type { Mutation, Operator, ProjectName } from './mutation.ts';
import { type Prng, prng } from './prng.ts';
import { hashOf, withChanges } from './project-files.ts';
import { type Ran, runCommand } from './run-command.ts';
import type { Setting } from './setting.ts';
import { applyMutation, makeFolder } from './workspace.ts';

export interface CorpusWish {
  readonly seed: string;
  readonly count: number;
  /** Names of operators; all when empty. */
  readonly only: readonly string[];
}

/** A mutation, and the run that it broke. */
export interface Broken {
  readonly mutation: Mutation;
  readonly run: Ran;
}

/** Share of the mutations that break dbt's project. */
const dbtShare = 0.75;

/**
 * Draws mutations: the operators of both projects in a random order, again and again, each time at another
 * site. Whatever does not break a real run is drawn again.
 */
export async function drawCorpus(setting: Setting, wish: CorpusWish): Promise<Broken[]> {
  const random = prng(`corpus ${wish.seed}`);
  const operators = allOperators.filter(
    ({ name }) => wish.only.length === 0 || wish.only.includes(name),
  );
  const drawn: Broken[] = [];
  const seen = new Set<string>();
  for (const operator of plan(operators, wish, random)) {
    const number = drawn.filter(({ mutation }) => mutation.operator === operator).length + 1;
    const own = prng(`corpus ${wish.seed} ${operator.name} ${number}`);
    const found = await drawOne(setting, operator, `${operator.name}-${number}`, own, seen);
    if (found) drawn.push(found);
  }
  return drawn;
}

/** Which operator at which turn. */
function plan(operators: readonly Operator[], wish: CorpusWish, random: Prng): Operator[] {
  const turns = (project: ProjectName, count: number) => {
    const own = operators.filter((operator) => operator.project === project);
    const rounds = own.length === 0 ? 0 : Math.ceil(count / own.length);
    return Array.from({ length: rounds }, () => random.shuffled(own))
      .flat()
      .slice(0, count);
  };
  const bothProjects = new Set(operators.map(({ project }) => project)).size > 1;
  const dbt = bothProjects ? Math.ceil(wish.count * dbtShare) : wish.count;
  const node = bothProjects ? wish.count - dbt : wish.count;
  return [...turns('dbt-shop', dbt), ...turns('nightly-shop', node)];
}

async function drawOne(
  setting: Setting,
  operator: Operator,
  id: string,
  random: Prng,
  seen: Set<string>,
): Promise<Broken | undefined> {
  const files = setting.projects[operator.project];
  for (let attempt = 0; attempt < 12; attempt++) {
    const change = operator.draw(files, random);
    if (!change) continue;
    const mutation: Mutation = { ...change, id, operator, committed: random.next() < 0.75 };
    const key = keyOf(setting, mutation);
    if (seen.has(key)) continue;
    const run = await brokenRun(setting, mutation, key);
    if (run.exit === 0) continue;
    seen.add(key);
    return { mutation, run };
  }
  return undefined;
}

/** Equal for what makes a project fail in the same way. */
export function keyOf(setting: Setting, mutation: Mutation): string {
  const after = withChanges(setting.projects[mutation.operator.project], mutation.files);
  const place = mutation.circumstance ? `-${Object.values(mutation.circumstance).join('-')}` : '';
  return `${mutation.operator.project}-${hashOf(after)}${place}`;
}

/** The run of a mutated project in a fresh folder, cached by content. */
function brokenRun(setting: Setting, mutation: Mutation, key: string): Promise<Ran> {
  const { project } = mutation.operator;
  return cached(`broken/${key}`, async () => {
    const folder = makeFolder(setting, project, setting.projects[project]);
    applyMutation(folder, mutation);
    const { variables } = setting;
    const ran = await whileLocked(setting, mutation, folder, () =>
      runCommand(setting.commands[project], { folder, variables, limit: 300 }),
    );
    rmSync(folder, { recursive: true });
    return ran;
  });
}
