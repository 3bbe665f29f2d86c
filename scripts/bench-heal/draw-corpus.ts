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
  readonly jobs: number;
}

/** What is made of a mutation; undefined where it breaks nothing. */
export type Attempt<T> = (mutation: Mutation, key: string) => Promise<T | undefined>;

/** Share of the mutations that break dbt's project. */
const dbtShare = 0.75;

/**
 * Draws mutations and makes something of each: the operators of both projects in a random order, again and
 * again, each time at another site. Whatever does not break a real run is drawn again. `jobs` operators are
 * worked on at a time; the same mutations come of it whatever their number.
 */
export async function drawCorpus<T>(
  setting: Setting,
  wish: CorpusWish,
  attempt: Attempt<T>,
): Promise<T[]> {
  const operators = allOperators.filter(
    ({ name }) => wish.only.length === 0 || wish.only.includes(name),
  );
  const turns = plan(operators, wish, prng(`corpus ${wish.seed}`));
  const drawn: (T | undefined)[] = [];
  const waiting = [...new Set(turns)];
  const worker = async () => {
    for (let operator = waiting.shift(); operator; operator = waiting.shift()) {
      const seen = new Set<string>();
      const places = turns.flatMap((one, at) => (one === operator ? [at] : []));
      for (const [index, place] of places.entries()) {
        const id = `${operator.name}-${index + 1}`;
        const random = prng(`corpus ${wish.seed} ${operator.name} ${index + 1}`);
        drawn[place] = await drawOne(setting, { operator, id, random, seen }, attempt);
      }
    }
  };
  await Promise.all(Array.from({ length: wish.jobs }, worker));
  return drawn.filter((one): one is Awaited<T> & T => one !== undefined);
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

interface Turn {
  readonly operator: Operator;
  readonly id: string;
  readonly random: Prng;
  readonly seen: Set<string>;
}

async function drawOne<T>(
  setting: Setting,
  { operator, id, random, seen }: Turn,
  attempt: Attempt<T>,
): Promise<T | undefined> {
  const files = setting.projects[operator.project];
  for (let tries = 0; tries < 12; tries++) {
    const change = operator.draw(files, random);
    if (!change) continue;
    const mutation: Mutation = { ...change, id, operator, committed: random.next() < 0.75 };
    const key = keyOf(setting, mutation);
    if (seen.has(key)) continue;
    seen.add(key);
    const made = await attempt(mutation, key);
    if (made !== undefined) return made;
  }
  return undefined;
}

/** Equal for what makes a project fail in the same way. */
function keyOf(setting: Setting, mutation: Mutation): string {
  const after = withChanges(setting.projects[mutation.operator.project], mutation.files);
  const place = mutation.circumstance ? `-${Object.values(mutation.circumstance).join('-')}` : '';
  return `${mutation.operator.project}-${hashOf(after)}${place}`;
}

/** The run of a mutated project in a fresh folder, cached by content. */
export function brokenRun(setting: Setting, mutation: Mutation, key: string): Promise<Ran> {
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
