import fc from 'fast-check';
import type { Run, TaskSpec, TaskStatus } from '../../../src/core/model.ts';
import { failureClasses, priorities, taskStates } from '../../../src/core/model.ts';
import { aRun, nightly } from './builders.ts';

const word = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(
    'data/**',
    '<!-- yardmaster:ledger 1 plain',
    '-->',
    '@org/team',
    'fixes #1',
    '~1,2',
    '[]',
  ),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const instant = fc.integer({ min: nightly - 1_000, max: nightly + 40 * 86_400_000 });
const small = fc.nat({ max: 300 });

const status: fc.Arbitrary<TaskStatus> = fc.record({
  state: fc.constantFrom(...taskStates),
  since: instant,
  readyAt: maybe(instant),
  attempt: small,
  counted: small,
  batch: maybe(small),
  startedAt: maybe(instant),
  endedAt: maybe(instant),
  dueAt: maybe(instant),
  undoes: maybe(fc.nat(9)),
  priority: maybe(fc.constantFrom(...priorities)),
  stop: maybe(fc.constantFrom('preempted', 'revoked', 'cancelled', 'paused', 'timeout')),
  failure: maybe(fc.constantFrom(...failureClasses)),
  exitCode: maybe(fc.integer({ min: -1, max: 255 })),
  digest: maybe(
    fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 16, maxLength: 16 }),
  ),
  place: maybe(fc.nat({ max: 99_999_999_999 })),
  artifact: maybe(fc.nat({ max: 99_999_999_999 })),
  issue: maybe(fc.integer({ min: 1, max: 1_000_000 })),
});

function spec(index: number, count: number): fc.Arbitrary<TaskSpec> {
  const others = Array.from({ length: count }, (_, at) => at).filter((at) => at !== index);
  return fc.record({
    key: word.map((text) => `${index} ${text}`),
    job: fc.oneof(fc.constant(`${index}`), word),
    kind: maybe(word),
    group: maybe(word),
    stage: maybe(word),
    needs: fc.subarray(others),
    condition: fc.constantFrom('success', 'failure', 'always'),
    priority: fc.constantFrom(...priorities),
    estimate: maybe(fc.nat({ max: 10_000_000 })),
    timeout: fc.nat({ max: 200_000_000 }),
    reads: fc.array(word, { maxLength: 3 }),
    writes: fc.array(word, { maxLength: 3 }),
    resources: fc.array(
      fc.record({ name: word, amount: fc.nat(9), mode: fc.constantFrom('read', 'write') }),
      { maxLength: 2 },
    ),
    stagger: maybe(fc.record({ resource: word, gap: fc.nat() })),
    continueOnError: fc.boolean(),
    retries: fc.nat(9),
    recovery: maybe(
      fc.record({
        after: fc.array(fc.nat(100_000_000), { maxLength: 4 }),
        on: fc.subarray([...failureClasses]),
        rollback: count > 1 ? maybe(fc.constant((index + 1) % count)) : fc.constant(null),
        timeoutFactor: fc.constantFrom(1, 0.5, 2),
      }),
    ),
    uses: maybe(word),
  });
}

/** Runs of any shape, with hostile words in all texts; some are so large that their ledger is compressed. */
export const arbitraryRun: fc.Arbitrary<Run> = fc
  .oneof(
    { weight: 8, arbitrary: fc.nat({ max: 12 }) },
    { weight: 1, arbitrary: fc.constantFrom(150, 240) },
  )
  .chain((count) =>
    fc.record({
      tasks: fc.tuple(...Array.from({ length: count }, (_, index) => spec(index, count))),
      statuses: fc.array(status, { minLength: count, maxLength: count }),
      batches: fc.array(
        fc.record({
          id: fc.integer({ min: 1, max: 99 }),
          legs: fc.subarray(Array.from({ length: count }, (_, at) => at)),
          maxParallel: small,
          at: instant,
          place: maybe(fc.nat({ max: 99_999_999_999 })),
        }),
        { maxLength: 3 },
      ),
      key: word,
      pipeline: word,
      actor: word,
      revision: fc.nat(),
      issue: fc.nat(),
    }),
  )
  .map((parts) => aRun(parts));

/** Two revisions of one run: some statuses, batches and fields of the run differ. */
export const arbitraryStep: fc.Arbitrary<{ before: Run; after: Run }> = arbitraryRun.chain(
  (before) =>
    fc
      .record({
        statuses: fc.tuple(
          ...before.statuses.map((old) =>
            fc.oneof(
              { weight: 2, arbitrary: fc.constant(old) },
              { weight: 1, arbitrary: status },
              {
                weight: 1,
                arbitrary: status.map(({ state, since }) => ({ ...old, state, since })),
              },
            ),
          ),
        ),
        batches: fc.constantFrom(before.batches, []),
        status: fc.constantFrom('active', 'paused', 'cancelled'),
        conclusion: maybe(fc.constantFrom('success', 'failure', 'cancelled')),
        endedAt: maybe(instant),
      })
      .map((change) => ({
        before,
        after: { ...before, ...change, revision: before.revision + 1 },
      })),
);
