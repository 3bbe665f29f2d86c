/** A shop whose list of prices is broken, and whose check of it may heal. */
import type { Leg } from '../../../src/action/leg-matrix.ts';
import { type ActionsHost, anActionsHost } from './actions-host.ts';

export const check = `import { createRequire } from 'node:module';
const { prices } = createRequire(import.meta.url)('../config/prices.json');
console.log(prices.length, 'prices checked');
`;
const publish = `import { readFileSync } from 'node:fs';
JSON.parse(readFileSync('config/prices.json', 'utf8'));
console.log('published');
`;
const pipelineOf = (heal: string) => `name: Nightly
slots: 2
issues: attention
tasks:
  check:
    run: node scripts/check.mjs
    heal: ${heal}
  publish:
    needs: check
    run: node scripts/publish.mjs
`;
export const broken = '{\n  "prices": [\n    "pen"\n    "ink",\n    "cap"\n  ]\n}\n';

export interface Pull {
  readonly number: number;
  readonly head: { readonly ref: string; readonly sha: string };
}

export interface Issue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: string;
  readonly labels: readonly { readonly name: string }[];
}

interface OpenedRun {
  readonly place: number;
  readonly leg: Leg;
  readonly run: number;
  readonly commit: string;
}

export interface Shop extends ActionsHost {
  /** A person's button, and the first leg of the run that it opened. */
  openedRun(): Promise<OpenedRun>;
  /** A sweep, as the schedule starts it. */
  sweep(): ReturnType<ActionsHost['job']>;
  /** Issues of failures; those of runs and tasks have the label, too. */
  failures(): Promise<readonly Issue[]>;
  pulls(): Promise<readonly Pull[]>;
  /** The states of a run's tasks. */
  states(run: number): Promise<readonly string[]>;
}

export async function aShop(
  heal: string,
  config = broken,
  more: Readonly<Record<string, string>> = {},
): Promise<Shop> {
  const host = await anActionsHost(
    { nightly: pipelineOf(heal) },
    {
      'scripts/check.mjs': check,
      'scripts/publish.mjs': publish,
      'config/prices.json': config,
      ...more,
    },
  );
  return {
    ...host,
    openedRun: async () => {
      const { place, legs } = await host.open('nightly');
      const [leg] = legs as [Leg];
      return { place, leg, run: leg.run, commit: (await host.ledger(leg.run)).commit };
    },
    sweep: async () => {
      const workflowRun = host.service.start('Yardmaster sweep');
      const ended = await host.job('sweep', workflowRun.id);
      host.service.end(workflowRun.id, 'success');
      return ended;
    },
    failures: async () => {
      const labelled = await host.call<Issue[]>('GET', '/issues?labels=pipeline-failure&state=all');
      return labelled.filter(({ title }) => title.startsWith('Pipeline Failure'));
    },
    pulls: () => host.call<Pull[]>('GET', '/pulls'),
    states: async (run) => (await host.ledger(run)).statuses.map(({ state }) => state),
  };
}

export const labelsOf = ({ labels }: Issue) => labels.map(({ name }) => name).sort();

/** Frames of stacks in a long text confuse the one who prints it. */
export const has = (text: string, part: string): boolean => text.includes(part);
