/** What `yardmaster plan` does: decides about a run that is not opened, and shows what it would do. */
import { decide } from '../core/decide.ts';
import { type DecisionReport, decisionReports } from '../core/decision-report.ts';
import { type Forecast, forecast } from '../core/forecast.ts';
import type { Run } from '../core/model.ts';
import { newRun } from '../core/new-run.ts';
import { formatDuration } from '../text/format/format-duration.ts';
import { textTable } from '../text/format/text-table.ts';
import { renderProblems } from '../text/pipeline/render-problems.ts';
import { renderMermaid } from '../text/report/mermaid.ts';
import { renderPlanMarkdown } from '../text/report/plan-report.ts';
import { exitCodes } from './exit-codes.ts';
import { findPipeline } from './find-pipeline.ts';
import { loadBoth } from './load-pipeline.ts';
import { localSettings } from './local-settings.ts';
import { readCheckout } from './state/git-checkout.ts';
import type { Terminal } from './terminal.ts';

export interface PlanWords {
  readonly pipeline: string | undefined;
  readonly slots: number | null;
  readonly json: boolean;
  /** As Markdown, to be put into an issue or a pull request. */
  readonly markdown: boolean;
}

interface Shown {
  readonly run: Run;
  readonly reports: readonly DecisionReport[];
  readonly expected: Forecast;
  readonly graph: string;
  readonly now: number;
}

/** Answers the exit code. Throws `CliProblem`. */
export function planCommand(terminal: Terminal, words: PlanWords): number {
  const checkout = readCheckout(terminal.directory);
  const path = findPipeline(checkout.root, terminal.directory, words.pipeline);
  const read = loadBoth(checkout.root, path);
  if (!read.ok) {
    terminal.complain(`${renderProblems(read.problems, { color: terminal.color }).trimEnd()}\n`);
    return exitCodes.badInput;
  }
  const { pipeline, settings } = read;
  const now = terminal.now();
  const facts = {
    issue: 0,
    key: '',
    pipeline: pipeline.id,
    commit: checkout.head,
    source: '',
    actor: checkout.actor,
    slots: words.slots ?? pipeline.slots,
    issues: 'all' as const,
  };
  const run = newRun(
    facts,
    pipeline.tasks.map(({ spec }) => spec),
    now,
  );
  const { limits, fleet } = localSettings({
    checkout,
    settings,
    runs: [run],
    durations: null,
    paused: false,
  });
  const world = { limits, fleet, runs: [run], observations: [] };
  const plan = decide(world, now);
  const shown = {
    run,
    reports: decisionReports(world, plan, now),
    expected: forecast(world, now),
    graph: renderMermaid(run).source,
    now,
  };
  terminal.write(
    words.markdown
      ? planMarkdown(shown)
      : words.json
        ? `${JSON.stringify(planJson(shown))}\n`
        : planText(shown, terminal),
  );
  return exitCodes.completed;
}

function planMarkdown({ run, reports, expected, now }: Shown): string {
  const [forecast] = expected.runs;
  if (!forecast) return '';
  const { makespan, lowerBound } = expected;
  return `${renderPlanMarkdown({ run, forecast, makespan, lowerBound, reports, now })}\n`;
}

function planJson({ run, reports, expected, graph, now }: Shown): object {
  const [first] = expected.runs;
  return {
    pipeline: run.pipeline,
    commit: run.commit,
    slots: run.slots,
    makespan: expected.makespan,
    lowerBound: expected.lowerBound,
    criticalPath: first?.criticalPath.map((task) => run.tasks[task]?.key) ?? [],
    tasks: reports.map(({ run: _, task: __, start, eta, ...rest }) => ({
      ...rest,
      startsAfter: start === null ? null : start - now,
      endsAfter: eta === null ? null : eta - now,
    })),
    mermaid: graph,
  };
}

const words = { START_NOW: 'START NOW', QUEUE: 'QUEUE', BLOCKED: 'BLOCKED' } as const;
const colors = { START_NOW: 'green', QUEUE: 'yellow', BLOCKED: 'dim' } as const;

/** The jobs that it needs; those with a matrix once, with the number of their legs. */
function needsOf(run: Run, key: string, count: number): string {
  if (count === 0) return '–';
  const legs = new Map<string, number>();
  for (const need of run.tasks.find((each) => each.key === key)?.needs ?? []) {
    const job = run.tasks[need]?.job ?? '';
    legs.set(job, (legs.get(job) ?? 0) + 1);
  }
  return [...legs].map(([job, n]) => (n > 1 ? `${job} ×${n}` : job)).join(', ');
}

function planText(
  { run, reports, expected, graph, now }: Shown,
  terminal: Pick<Terminal, 'paint' | 'columns'>,
): string {
  const { paint } = terminal;
  const rows = reports.map(({ key, priority, decision, reason, eta, dependencies }) => [
    key,
    priority.toUpperCase(),
    paint(colors[decision], words[decision]),
    eta === null ? '' : formatDuration(eta - now),
    needsOf(run, key, dependencies.length),
    reason.replaceAll('`', ''),
  ]);
  const heads = ['TASK', 'PRIORITY', 'DECISION', 'ETA', 'DEPENDENCIES', 'REASON'];
  const path = expected.runs[0]?.criticalPath.map((task) => run.tasks[task]?.key) ?? [];
  const { makespan, lowerBound } = expected;
  const above = lowerBound > 0 ? ` (${Math.round((makespan / lowerBound - 1) * 100)} % above)` : '';
  const [head = '', ...lines] = textTable([heads, ...rows], 36);
  return `${[
    `${paint('bold', run.pipeline)}  ${paint('dim', `${run.tasks.length} tasks · ${run.slots} slots · commit ${run.commit.slice(0, 7)}`)}`,
    '',
    paint('dim', head),
    ...lines,
    '',
    `${paint('bold', 'Critical path')}      ${path.join(' → ')}`,
    `${paint('bold', 'Expected makespan')}  ${formatDuration(makespan)}, at best ${formatDuration(lowerBound)}${above}`,
    ...guessNote(run).map((note) => paint('dim', note)),
    '',
    paint('bold', 'Graph (Mermaid)'),
    graph,
  ].join('\n')}\n`;
}

/** Times are guessed where nobody estimated them, and should not look like more than that. */
function guessNote({ tasks }: Run): string[] {
  const guessed = tasks.filter(({ estimate }) => estimate === null).length;
  if (guessed === 0) return [];
  const guess =
    guessed === tasks.length
      ? '5 minutes are assumed for each'
      : 'they count as the mean of the others';
  return [`${guessed} of ${tasks.length} tasks have no \`estimate\`: ${guess}`];
}
