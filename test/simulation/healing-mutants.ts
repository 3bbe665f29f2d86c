import type { Observation } from '../../src/core/decision.ts';
import type { IssueRead } from '../../src/reconcile/ports.ts';
import { failureLabel } from '../../src/text/failure/failure-steps.ts';
import { postComment, type Surroundings } from './memory-ports.ts';
import type { MemoryWorld } from './memory-world.ts';
import type { Mutation } from './told-reconcile.ts';

/** Jobs whose healing is broken on purpose. */
export const healingMutants: Readonly<Record<string, Mutation>> = {
  'takes the issue of a failure that somebody else opened': {
    ports: (ports, { world }) => ({
      ...ports,
      issues: {
        ...ports.issues,
        list: async (label) => {
          const own = await ports.issues.list(label);
          return label === failureLabel ? [...forged(world), ...own] : own;
        },
      },
    }),
  },
  'comments a milestone without a look': {
    ports: (ports, around, host) => ({
      ...ports,
      issues: {
        ...ports.issues,
        comment: (issue, body) => postComment(around, host, issue, body),
      },
    }),
  },
  'moves a run to a fix without the compare': {
    observations: (observations, { invariants }) =>
      observations.map((each) =>
        each.kind === 'ended' && each.fix
          ? { ...each, fix: { ...each.fix, from: commitOf(invariants, each) ?? each.fix.from } }
          : each,
      ),
  },
  'counts a success whose fix the run does not go on from': {
    observations: (observations, { invariants }) =>
      observations.map((each) =>
        each.kind === 'ended' && each.fix && commitOf(invariants, each) !== each.fix.from
          ? { kind: 'ended', ref: each.ref, result: each.result }
          : each,
      ),
  },
  'takes an attempt that healed for a success, though nobody kept its fix': { found: 'told' },
  'tries again without the rollback': {
    observations: (observations, around) => observations.map((each) => unfailed(each, around)),
  },
};

function commitOf(
  { ledgers }: Surroundings['invariants'],
  { ref }: Extract<Observation, { kind: 'ended' }>,
): string | undefined {
  return ledgers.get(ref.run)?.commit;
}

function forged(world: MemoryWorld): IssueRead[] {
  return [...world.present.issues.values()]
    .filter(({ mine, labels }) => !mine && labels.includes(failureLabel))
    .map((issue) => ({ ...issue, mine: true }));
}

/** An attempt that is to be undone ends as if it had only been stopped. */
function unfailed(each: Observation, { invariants }: Surroundings): Observation {
  if (each.kind !== 'ended' || each.result.outcome !== 'failure') return each;
  const spec = invariants.ledgers.get(each.ref.run)?.tasks[each.ref.task];
  if (spec?.recovery == null) return each;
  return { ...each, result: { ...each.result, outcome: 'stopped', failure: null } };
}
