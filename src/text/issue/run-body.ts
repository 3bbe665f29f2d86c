import type { Reason } from '../../core/decision.ts';
import type { Instant, Run } from '../../core/model.ts';
import { formatTime } from '../format/format-time.ts';
import { renderLedger } from '../ledger/ledger.ts';
import { renderMermaid } from '../report/mermaid.ts';
import { stateMarks, stateWord } from '../report/state-marks.ts';
import { neutralise } from '../safety/neutralise.ts';
import { neutraliseReason } from '../safety/neutralise-reason.ts';
import { oneLine } from '../safety/one-line.ts';
import { runState } from './labels.ts';
import { runMarker } from './markers.ts';
import { progressLine } from './progress-line.ts';
import { renderTaskTable } from './task-table.ts';

/** GitHub refuses longer bodies of issues. */
const bodyLimit = 65_536;

/** The repository whose issue it is. */
export interface RepositoryNames {
  readonly owner: string;
  readonly repo: string;
  /** Its page, as `https://github.com/octo/shop`. */
  readonly url: string;
}

/** The title of a run's issue: `nightly at 0123456, 2026-11-21 02:00:00Z`. */
export function renderRunTitle({ pipeline, commit, createdAt }: Run): string {
  return `${oneLine(pipeline, 120)} at ${commit.slice(0, 7)}, ${formatTime(createdAt)}`;
}

/**
 * The body of a run's issue: its marker, what people read, its ledger. `waiting` has per task the reason
 * why it waits; `news`, what happened to the ledger itself. Never longer than GitHub takes: the table shows the rows that have room, those that
 * need attention first, and the graph goes when there is none for it. Throws when the ledger alone is too
 * long, which `ledgerRoom` rules out before a run starts.
 */
export function renderRunBody(
  run: Run,
  waiting: readonly (Reason | null)[],
  now: Instant,
  repository: RepositoryNames,
  news: string | null = null,
): string {
  const ledger = renderLedger(run);
  const frame = (middle: readonly string[]) =>
    [
      runMarker(run.key),
      heading(run),
      facts(run, now, repository),
      ...(news === null
        ? []
        : [`**Restored** ${formatTime(now)}: ${neutraliseReason(news, 200)}.`]),
      ...middle,
      steering(run),
      `<sub>Yardmaster keeps the state of this run below. It notices and undoes edits of it.</sub>`,
      ledger,
    ].join('\n\n');
  const room = bodyLimit - frame([]).length;
  if (room < 0)
    throw new RangeError(`the ledger of run #${run.issue} has ${-room} characters too many`);
  const graph = drawing(run);
  // The table comes first: it says everything, the graph is a picture of it.
  const table = renderTaskTable(
    run,
    waiting,
    repository.url,
    room - Math.min(graph.length, room / 3) - 8,
  );
  const both = frame([table, graph].filter((part) => part !== ''));
  if (both.length <= bodyLimit) return both;
  return frame(
    [renderTaskTable(run, waiting, repository.url, room - 4)].filter((part) => part !== ''),
  );
}

function heading(run: Run): string {
  const state = runState(run);
  return `### ${stateMarks[state]} ${neutralise(run.pipeline, 80)}: ${stateWord(state)}\n\n${progressLine(run.statuses)}`;
}

function facts(run: Run, now: Instant, { url }: RepositoryNames): string {
  const commit = `[\`${run.commit.slice(0, 7)}\`](${url}/commit/${run.commit})`;
  const parts = [
    `Commit ${commit}`,
    `asked for by **${neutralise(run.actor, 60)}**`,
    `${run.slots} ${run.slots === 1 ? 'slot' : 'slots'}`,
    `started ${formatTime(run.createdAt)}`,
    run.endedAt === null ? `as of ${formatTime(now)}` : `ended ${formatTime(run.endedAt)}`,
  ];
  return parts.join(' · ');
}

function drawing(run: Run): string {
  const { source, note } = renderMermaid(run);
  const caption = note ? `\n\n<sub>${note}</sub>` : '';
  const legend = 'Arrows lead from a task to those that need it; the signs are those of the table.';
  return `<details${run.tasks.length <= 60 ? ' open' : ''}><summary>Graph of the tasks</summary>\n\n\`\`\`mermaid\n${source}\n\`\`\`\n\n<sub>${legend}</sub>${caption}\n\n</details>`;
}

function steering(run: Run): string {
  const rows = [
    '| To | do this |',
    '|:--|:--|',
    '| pause or go on | put the label `state:paused` on the issue of a task, or on this one for all; take it off |',
    '| try again what failed | put `state:ready` on its issue (on this one: everything that failed) |',
    '| let go what failed | close its issue; what needs it is skipped |',
    '| change the order | put `priority:urgent`, `high`, `medium` or `low` on the issue of a task |',
    run.conclusion === 'failure'
      ? '| let go everything that failed | close this issue |'
      : '| cancel | close the issue of a task, or this one for the whole run |',
  ];
  return `<details><summary>How to steer this run</summary>\n\n${rows.join('\n')}\n\n</details>`;
}
