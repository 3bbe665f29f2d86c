/**
 * Heals mutated example projects for real and judges what is left of them by its tables.
 *
 *   npm run bench:heal -- [--seed 2] [--count 64] [--only OP,OP] [--jobs 1] [--cli dist/cli.mjs]
 *                         [--list] [--fresh] [--keep] [--json] [--publish]
 *
 * Ends with 1 when a figure is missed: a heal rate under 90 %, a false heal, an unhealable one not handed over.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { version } from '../src/cli/version.ts';
import { allOperators } from './bench-heal/all-operators.ts';
import { cached, cacheFolder } from './bench-heal/cache-file.ts';
import { brokenRun, type CorpusWish, drawCorpus } from './bench-heal/draw-corpus.ts';
import { figuresOf, median } from './bench-heal/figures.ts';
import { type HealResult, healOne } from './bench-heal/heal-one.ts';
import type { Mutation, ProjectName } from './bench-heal/mutation.ts';
import { type Report, renderFigures, renderPage, renderTable } from './bench-heal/render-report.ts';
import { runCommand } from './bench-heal/run-command.ts';
import { hashOfFile, makeSetting, type Setting } from './bench-heal/setting.ts';
import { makeFolder } from './bench-heal/workspace.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '2' },
    count: { type: 'string', default: '64' },
    only: { type: 'string', default: '' },
    jobs: { type: 'string', default: '1' },
    cli: { type: 'string', default: fileURLToPath(new URL('../dist/cli.mjs', import.meta.url)) },
    list: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    publish: { type: 'boolean', default: false },
  },
});
const say = (line: string) => process.stderr.write(`${line}\n`);
const print = (text: string) => process.stdout.write(`${text}\n`);
const docs = fileURLToPath(new URL('../docs/benchmarks/', import.meta.url));

/** What the command takes on the good project, as the median of three runs. */
async function ownTimes(
  setting: Setting,
  projects: ReadonlySet<ProjectName>,
): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  for (const project of projects) {
    const runs: number[] = [];
    for (let run = 0; run < 3; run++) {
      const folder = makeFolder(setting, project, setting.projects[project]);
      const around = { folder, variables: setting.variables, limit: 300 };
      const ran = await runCommand(setting.commands[project], around);
      if (ran.exit !== 0) throw new Error(`the original ${project} fails:\n${ran.output}`);
      runs.push(ran.milliseconds);
      rmSync(folder, { recursive: true });
    }
    times[project] = median(runs) ?? 0;
  }
  return times;
}

/** Heals one mutation and says what came of it; undefined where it breaks nothing. */
function healer(setting: Setting) {
  const tool = hashOfFile(values.cli);
  const how = {
    cli: [process.execPath, resolve(values.cli)],
    logs: join(cacheFolder, 'logs'),
    keep: values.keep,
  };
  return async (mutation: Mutation, key: string): Promise<HealResult | undefined> => {
    const kept = mutation.committed ? 'head' : 'tree';
    const place = `results/${tool}/${mutation.id}-${key}-${kept}`;
    if (values.fresh) rmSync(join(cacheFolder, `${place}.json`), { force: true });
    const result = await cached(place, () => healOne(setting, mutation, how));
    // What passed may not have been broken at all; what was is seen by running it without healing.
    if (result.result === 'passed' && (await brokenRun(setting, mutation, key)).exit === 0) return;
    const time = `${(result.milliseconds / 1000).toFixed(1)} s`;
    say(`${result.verdict.padEnd(12)} ${time.padStart(7)}  ${result.id}: ${result.what}`);
    for (const difference of result.differences) say(`${' '.repeat(22)}${difference}`);
    return result;
  };
}

/** The mutations, and how the command fails for each. */
async function list(setting: Setting, wish: CorpusWish): Promise<void> {
  const lines = await drawCorpus(setting, wish, async (mutation, key) => {
    const { exit } = await brokenRun(setting, mutation, key);
    const should = mutation.operator.healable ? 'heal     ' : 'hand over';
    return exit === 0 ? undefined : `${should} ${exit} ${mutation.id}: ${mutation.what}`;
  });
  print(lines.join('\n'));
}

function projectsOf(only: readonly string[]): ReadonlySet<ProjectName> {
  const meant = allOperators.filter(({ name }) => only.length === 0 || only.includes(name));
  return new Set(meant.map(({ project }) => project));
}

async function main(): Promise<number> {
  const setting = makeSetting(say);
  if (!setting) return 1;
  const started = performance.now();
  const only = values.only.split(',').filter(Boolean);
  const wish = {
    seed: values.seed,
    count: Number(values.count),
    only,
    jobs: Number(values.jobs),
  };
  if (values.list) {
    await list(setting, wish);
    return 0;
  }
  // First, for a project that fails by itself says nothing.
  const ownTime = await ownTimes(setting, projectsOf(only));
  const results = await drawCorpus(setting, wish, healer(setting));
  const report: Report = {
    seed: values.seed,
    version,
    machine: `${cpus().length} cores of ${cpus()[0]?.model ?? 'an unknown processor'}, Node ${process.version}`,
    ownTime,
    figures: figuresOf(results, ownTime),
    results,
  };
  print(
    values.json
      ? JSON.stringify(report, null, 2)
      : `${renderTable(report)}\n\n${renderFigures(report)}`,
  );
  say(`${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
  if (values.publish) {
    mkdirSync(docs, { recursive: true });
    writeFileSync(join(docs, 'heal.json'), `${JSON.stringify(report, null, 2)}\n`);
    writeFileSync(join(docs, 'heal.md'), renderPage(report));
    execFileSync('npx', ['biome', 'format', '--write', docs], { stdio: 'ignore' });
  }
  const { healRate = 1, falseHeals, handedOverRate = 1 } = report.figures;
  return healRate >= 0.9 && falseHeals === 0 && handedOverRate === 1 ? 0 : 1;
}

process.exitCode = await main();
