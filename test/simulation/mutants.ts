import type { IssueRead, Ports } from '../../src/reconcile/ports.ts';
import { parseLedger } from '../../src/text/ledger/ledger.ts';
import type { Mutation } from './told-reconcile.ts';

/** Reconcilers that are broken on purpose: the simulation is worth what it finds of them. */
export const mutants: Readonly<Record<string, Mutation>> = {
  'commits over others, without the compare-and-swap': {
    ports: (ports, { world }) => ({
      ...ports,
      journal: {
        ...ports.journal,
        commit: (change) => {
          const current = { ...change };
          return ports.journal.commit(
            Object.defineProperty(current, 'expectedHead', { get: () => world.present.head }),
          );
        },
      },
    }),
  },
  'starts attempts without the fence': { fenced: false },
  'opens issues without a look': {
    ports: (ports) => ({ ...ports, issues: { ...ports.issues, list: async () => [] } }),
  },
  'sends batches again without a look': {
    ports: (ports) => ({ ...ports, fleet: { ...ports.fleet, find: async () => null } }),
  },
  'takes a silent attempt for lost, without asking': {
    ports: (ports) => ({ ...ports, fleet: { ...ports.fleet, ask: async () => [] } }),
  },
  'hands out more than there are slots': {
    settings: (settings) => ({
      ...settings,
      limits: { ...settings.limits, slots: settings.limits.slots + 2 },
    }),
  },
  'ignores capacities': {
    settings: (settings) => ({
      ...settings,
      limits: { ...settings.limits, resources: { licence: 9, disk: 9, printer: 9 } },
    }),
  },
  'takes a start for a success': {
    observations: (observations) =>
      observations.map((each) =>
        each.kind === 'ended' && each.result.outcome === 'failure'
          ? { ...each, result: { ...each.result, outcome: 'success', failure: null } }
          : each,
      ),
  },
  'obeys everybody': { settings: (settings) => ({ ...settings, canOrder: () => true }) },
  'believes issues that others opened': {
    ports: (ports) => ({
      ...ports,
      issues: {
        ...ports.issues,
        load: async () => {
          const loaded = await ports.issues.load();
          return { ...loaded, runIssues: loaded.runIssues.map(owned) };
        },
        get: async (issue) => {
          const read = await ports.issues.get(issue);
          return read && owned(read);
        },
      },
    }),
  },
  'believes whatever ledger an issue shows': { ports: believing },
};

function owned(issue: IssueRead): IssueRead {
  return { ...issue, mine: true };
}

/** The journal's digest is made to fit what the issue shows. */
function believing(ports: Ports): Ports {
  return {
    ...ports,
    issues: {
      ...ports.issues,
      load: async () => {
        const loaded = await ports.issues.load();
        const shown = new Map(
          loaded.runIssues.map(({ number, body }) => [number, parseLedger(body)] as const),
        );
        const runs = loaded.journal?.runs.map((entry) => {
          const parsed = shown.get(entry.issue);
          const fits = parsed?.ok && parsed.run.revision === entry.revision;
          return fits ? { ...entry, digest: parsed.digest } : entry;
        });
        return loaded.journal && runs
          ? { ...loaded, journal: { ...loaded.journal, runs } }
          : loaded;
      },
    },
  };
}
