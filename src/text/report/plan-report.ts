import type { DecisionReport } from '../../core/decision-report.ts';
import type { RunForecast } from '../../core/forecast.ts';
import type { Instant, Millis, Run } from '../../core/model.ts';
import { formatDuration } from '../format/format-duration.ts';
import { neutralise } from '../safety/neutralise.ts';
import { renderDecisionMarkdown } from './decision-report.ts';
import { renderMarkdownTable } from './markdown-table.ts';
import { renderMermaid } from './mermaid.ts';

/** What a run would do, before it does it. */
export interface PlanReport {
  readonly run: Run;
  readonly forecast: RunForecast;
  /** From now to the expected end, and what no schedule can go below. */
  readonly makespan: Millis;
  readonly lowerBound: Millis;
  readonly reports: readonly DecisionReport[];
  readonly now: Instant;
}

const mostDecisions = 60;
const onPath = '*';
const name = (key: string) => neutralise(key, 60);
const head = [onPath, 'Task', 'Start', 'End', 'Needs'];

/**
 * The plan as Markdown: when each task is expected to run, the critical path, each decision, and the graph,
 * which is drawn where Mermaid is understood, as on GitHub.
 */
export function renderPlanMarkdown(plan: PlanReport): string {
  const { reports, now } = plan;
  const rest = reports.length - mostDecisions;
  return [
    `## Plan of ${neutralise(plan.run.pipeline, 80)}`,
    `${summary(plan)}.`,
    `**Critical path** (${neutralise(onPath)}): ${path(plan)}`,
    renderMarkdownTable(
      head.map((text) => neutralise(text)),
      spanRows(plan),
      [2, 3],
    ),
    renderDecisionMarkdown(reports.slice(0, mostDecisions), now),
    ...(rest > 0 ? [`... and ${rest} more`] : []),
    `\`\`\`mermaid\n${renderMermaid(plan.run).source}\n\`\`\``,
  ].join('\n\n');
}

function summary({ run, makespan, lowerBound }: PlanReport): string {
  const over = lowerBound > 0 ? Math.round((makespan / lowerBound - 1) * 100) : 0;
  const above = over > 0 ? `${over} % above` : 'equal to';
  const count = `${run.tasks.length} ${run.tasks.length === 1 ? 'task' : 'tasks'}`;
  const slots = `${run.slots} ${run.slots === 1 ? 'slot' : 'slots'}`;
  return `${count} on ${slots}, expected to take ${formatDuration(makespan)}, ${above} the lower bound of ${formatDuration(lowerBound)}`;
}

/** Tasks in the order in which they are expected to start; those that wait for a person come last. */
function spanRows({ run, forecast, now }: PlanReport): string[][] {
  const critical = new Set(forecast.criticalPath);
  const start = (task: number) => forecast.tasks[task]?.start ?? Number.POSITIVE_INFINITY;
  const order = run.tasks.map((_, task) => task).sort((a, b) => start(a) - start(b) || a - b);
  return order.map((task) => {
    const span = forecast.tasks[task];
    const spec = run.tasks[task];
    const needs = (spec?.needs ?? []).slice(0, 6).map((need) => name(run.tasks[need]?.key ?? ''));
    const more = (spec?.needs.length ?? 0) - needs.length;
    return [
      critical.has(task) ? name(onPath) : '',
      name(spec?.key ?? ''),
      span ? startText(span.start, now) : '',
      span ? `+${formatDuration(span.end - now)}` : '',
      [...needs, ...(more > 0 ? [`and ${more} more`] : [])].join(', '),
    ];
  });
}

function startText(start: Instant, now: Instant): string {
  return start <= now ? 'now' : `+${formatDuration(start - now)}`;
}

function path({ run, forecast }: PlanReport): string {
  const keys = forecast.criticalPath.map((task) => name(run.tasks[task]?.key ?? ''));
  if (keys.length === 0) return 'nothing is left to do';
  const shown = keys.length <= 30 ? keys : [...keys.slice(0, 20), '...', ...keys.slice(-9)];
  return shown.join(' -> ');
}
