import type { Run, TaskState } from '../../core/model.ts';
import { stripControl } from '../safety/strip-control.ts';
import { byAttention, stateMarks, stateWord } from './state-marks.ts';

/** GitHub draws larger graphs, but nobody reads them. */
const mostNodes = 60;
const mostEdges = 200;

/** Fill, line and text of a state's nodes: each readable by itself, whatever the page's background. */
const colors: Readonly<Record<TaskState, readonly [string, string, string]>> = {
  BLOCKED: ['#eaeef2', '#8c959f', '#1f2328'],
  READY: ['#ddf4ff', '#54aeff', '#0a3069'],
  QUEUED: ['#b6e3ff', '#218bff', '#0a3069'],
  RUNNING: ['#0969da', '#033d8b', '#ffffff'],
  VALIDATING: ['#8250df', '#512a97', '#ffffff'],
  WAITING: ['#fff8c5', '#bf8700', '#3b2300'],
  RETRY_WAIT: ['#ffd8b5', '#bc4c00', '#471700'],
  PAUSED: ['#fbefff', '#a475f9', '#3e1f79'],
  COMPLETED: ['#1a7f37', '#044f1e', '#ffffff'],
  FAILED: ['#cf222e', '#82071e', '#ffffff'],
  CANCELLED: ['#afb8c1', '#57606a', '#1f2328'],
  SKIPPED: ['#f6f8fa', '#8c959f', '#57606a'],
  DEAD_LETTER: ['#82071e', '#4c0014', '#ffffff'],
};

interface Graph {
  readonly nodes: readonly { readonly label: string; readonly state: TaskState }[];
  readonly edges: readonly (readonly [from: number, to: number])[];
}

export interface Drawing {
  /** The source of a Mermaid flowchart, without a fence. */
  readonly source: string;
  /** What the drawing leaves out, in words; null when it shows each task. */
  readonly note: string | null;
}

/**
 * The graph of a run's tasks in the colors of their states. Beyond 60 tasks it is the graph of their
 * stages, or of their jobs, with counts.
 */
export function renderMermaid(run: Pick<Run, 'tasks' | 'statuses'>, most = mostNodes): Drawing {
  const graph = run.tasks.length <= most ? taskGraph(run) : groupGraph(run);
  const shown = { ...graph, nodes: graph.nodes.slice(0, most) };
  const edges = shown.edges.filter(([from, to]) => Math.max(from, to) < most).slice(0, mostEdges);
  const notes = [
    graph.nodes.length < run.tasks.length && `${run.tasks.length} tasks drawn as groups`,
    graph.nodes.length > most && `${graph.nodes.length - most} more groups are not drawn`,
    edges.length === mostEdges && `only ${mostEdges} arrows are drawn`,
  ].filter((note) => note !== false);
  return { source: flowchart({ nodes: shown.nodes, edges }), note: notes.join('; ') || null };
}

function flowchart({ nodes, edges }: Graph): string {
  const used = byAttention.filter((state) => nodes.some((node) => node.state === state));
  return [
    'flowchart LR',
    ...nodes.map(({ label, state }, at) => `  t${at}["${label}"]:::${className(state)}`),
    ...edges.map(([from, to]) => `  t${from} --> t${to}`),
    ...used.map((state) => {
      const [fill, stroke, color] = colors[state];
      return `  classDef ${className(state)} fill:${fill},stroke:${stroke},color:${color}`;
    }),
  ].join('\n');
}

function taskGraph({ tasks, statuses }: Pick<Run, 'tasks' | 'statuses'>): Graph {
  return {
    nodes: tasks.map(({ key }, at) => {
      const state = statuses[at]?.state ?? 'BLOCKED';
      return { label: `${stateMarks[state]} ${mermaidText(key)}`, state };
    }),
    edges: tasks.flatMap(({ needs }, at) => needs.map((need) => [need, at] as const)),
  };
}

/** What of a group graph is the same in all states of the run. */
interface GroupLayout {
  readonly names: readonly string[];
  /** The group of each task. */
  readonly places: readonly number[];
  readonly edges: Graph['edges'];
}
const layouts = new WeakMap<Run['tasks'], GroupLayout>();

/** By stage where each task has one, else by job. A group has the state that most needs attention. */
function groupGraph({ tasks, statuses }: Pick<Run, 'tasks' | 'statuses'>): Graph {
  const layout = layouts.get(tasks) ?? groupLayout(tasks);
  layouts.set(tasks, layout);
  const counts = layout.names.map(() => new Map<TaskState, number>());
  for (const [task, { state }] of statuses.entries()) {
    const count = counts[layout.places[task] ?? 0];
    count?.set(state, (count.get(state) ?? 0) + 1);
  }
  const nodes = layout.names.map((name, at) => {
    const states = byAttention.filter((state) => counts[at]?.has(state));
    const parts = states.map((state) => `${counts[at]?.get(state)} ${stateWord(state)}`);
    return { label: `${name}<br/>${parts.join(', ')}`, state: states[0] ?? 'BLOCKED' };
  });
  return { nodes, edges: layout.edges };
}

function groupLayout(tasks: Run['tasks']): GroupLayout {
  const staged = tasks.every(({ stage }) => stage !== null);
  const names = tasks.map(({ stage, job }) => (staged ? (stage ?? '') : job));
  const groups = new Map([...new Set(names)].map((name, at) => [name, at]));
  const place = (task: number) => groups.get(names[task] ?? '') ?? 0;
  const edges = new Map<string, readonly [number, number]>();
  for (const [task, { needs }] of tasks.entries()) {
    for (const need of needs) {
      const edge = [place(need), place(task)] as const;
      if (edge[0] !== edge[1]) edges.set(edge.join('-'), edge);
    }
  }
  return {
    names: [...groups.keys()].map(mermaidText),
    places: names.map((_, task) => place(task)),
    edges: [...edges.values()],
  };
}

/** Text inside a node's quotes: letters, digits and a few signs as they are, all else as a character code. */
function mermaidText(text: string): string {
  const line = stripControl(text).replace(/\s+/g, ' ').trim();
  const cut = line.length > 40 ? `${[...line].slice(0, 39).join('')}…` : line;
  return cut.replace(/[^\p{L}\p{N} _(),…-]/gu, (char) => `#${char.codePointAt(0)};`);
}

function className(state: TaskState): string {
  return state.toLowerCase().replaceAll('_', '');
}
