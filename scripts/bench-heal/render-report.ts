import { allOperators } from './all-operators.ts';
import type { Figures } from './figures.ts';
import type { HealResult } from './heal-one.ts';

const percent = (rate: number | undefined) =>
  rate === undefined ? '-' : `${(rate * 100).toFixed(1)} %`;
const seconds = (value: number | undefined) =>
  value === undefined ? '-' : `${value.toFixed(1)} s`;
const cell = (text: string) => text.replaceAll('|', '\\|');
const row = (cells: readonly (string | number)[]) =>
  `| ${cells.map(String).map(cell).join(' | ')} |`;

/** What was measured, for people. `about` says when and on what. */
export interface Report {
  readonly seed: string;
  readonly version: string;
  readonly machine: string;
  readonly ownTime: Readonly<Record<string, number>>;
  readonly figures: Figures;
  readonly results: readonly HealResult[];
}

/** A line per operator, and those that did not end as they should. */
export function renderTable(report: Report): string {
  const names = [...new Set(report.results.map(({ operator }) => operator))].sort();
  const lines = names.map((name) => {
    const own = report.results.filter(({ operator }) => operator === name);
    const good = own.filter(({ verdict }) => verdict === 'healed' || verdict === 'handed-over');
    const times = own.filter(({ verdict }) => verdict === 'healed').map((one) => one.milliseconds);
    const mean = times.length
      ? times.reduce((sum, time) => sum + time, 0) / times.length
      : undefined;
    return row([
      name,
      own[0]?.project ?? '',
      own[0]?.healable ? 'heal' : 'hand over',
      `${good.length} of ${own.length}`,
      seconds(mean === undefined ? undefined : mean / 1000),
    ]);
  });
  return [
    row(['operator', 'project', 'should', 'did', 'mean time to heal']),
    row(['---', '---', '---', '--:', '--:']),
    ...lines,
  ].join('\n');
}

export function renderFigures({ figures, ownTime }: Report): string {
  return [
    row(['figure', 'value', 'wanted']),
    row(['---', '--:', '--:']),
    row([
      'mutations that break a real run',
      `${figures.mutations} (${figures.dbt} dbt)`,
      '60 (40 dbt)',
    ]),
    row(['healable by rule', figures.healable, 'at least half']),
    row(['healed of the healable', `${figures.healed} (${percent(figures.healRate)})`, '90 %']),
    row(['false heals', figures.falseHeals, 0]),
    row([
      'unhealable handed over',
      `${figures.handedOver} of ${figures.unhealable} (${percent(figures.handedOverRate)})`,
      '100 %',
    ]),
    row(['median time to heal', seconds(figures.medianSeconds), '']),
    row([
      "the same over the command's own time",
      figures.medianOverOwnTime === undefined
        ? '-'
        : `${figures.medianOverOwnTime.toFixed(2)} times`,
      '',
    ]),
    ...Object.entries(ownTime).map(([project, time]) =>
      row([`own time of the command, ${project}`, seconds(time / 1000), '']),
    ),
  ].join('\n');
}

function renderMisses(results: readonly HealResult[]): string {
  const odd = results.filter(({ verdict }) => verdict !== 'healed' && verdict !== 'handed-over');
  if (odd.length === 0) return 'None.';
  return odd
    .map(({ id, what, verdict, differences }) => {
      const why = differences.length > 0 ? `: ${differences.join('; ')}` : '';
      return `- \`${id}\` ${verdict}${why}: ${what}`;
    })
    .join('\n');
}

function renderRules(results: readonly HealResult[]): string {
  const names = new Set(results.map(({ operator }) => operator));
  const lines = allOperators
    .filter(({ name }) => names.has(name))
    .map(({ name, healable, rule }) =>
      row([`\`${name}\``, healable ? 'healable' : 'a person', rule]),
    );
  return [row(['operator', 'by rule', 'why']), row(['---', '---', '---']), ...lines].join('\n');
}

/** The page of the published figures. */
export function renderPage(report: Report): string {
  return `# How often it heals, and how often it only claims to

Mutations made by seeded operators at random sites of two example projects; each breaks a real run (dbt builds
the tables in DuckDB; the Node project is formatted, linted and run). Each is healed in a git repository of its
own by \`yardmaster heal --mode autonomous --in-place --verify same -- COMMAND\`, and then judged from outside:
every table of the healed project is compared with the original's, on the project's own data and on a second
data set that healing never sees, together with the tests that were run and their severity. Whether a mutation
is healable says a rule about its operator, never its outcome (below). Some rules were too coarse at first:
operators on brackets and quotes were split into those with one place for the lost sign and those with several.

Seed 1 was looked at while the fixers were written, seed 2 was not. Version ${report.version}, seed
${report.seed}, ${report.machine}. Every mutation with its verdict, kind and
time: [heal.json](heal.json).

${renderFigures(report)}

## By operator

${renderTable(report)}

## Not as it should be

${renderMisses(report.results)}

## Rules

${renderRules(report.results)}

## How to repeat it

\`\`\`sh
npm run bundle
npm run bench:heal                           # this corpus
npm run bench:heal -- --seed 7               # other mutations
npm run bench:heal -- --only misspell-column --count 5
npm run bench:heal -- --list                 # draw only, heal nothing
\`\`\`

It needs Python 3.10 or newer, git and the package indexes of Python and npm once. A run that was interrupted
goes on where it stopped; \`--fresh\` forgets what was healed before.
`;
}
