import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { judged } from './a-change.ts';

/** dbt files of models with tests in all the places that dbt knows. */
const name = fc.constantFrom('order_id', 'customer_id', 'amount', 'status', 'country');
const aTest = fc.oneof(
  fc.constantFrom<unknown>('unique', 'not_null'),
  fc.record({
    accepted_values: fc.record({
      values: fc.array(name, { minLength: 1, maxLength: 3 }),
      config: fc.record({ severity: fc.constantFrom('warn', 'error') }),
    }),
  }),
);
const column = fc
  .tuple(name, fc.array(aTest, { maxLength: 3 }), fc.constantFrom('tests', 'data_tests'))
  .map(([own, tests, key]) => (tests.length > 0 ? { name: own, [key]: tests } : { name: own }));
const model = fc
  .record({
    name,
    description: fc.constantFrom('one', 'two'),
    columns: fc.uniqueArray(column, { minLength: 1, maxLength: 4, selector: (each) => each.name }),
    config: fc.record({ enabled: fc.boolean(), tags: fc.array(name, { maxLength: 2 }) }),
  })
  .map((each) => ({ ...each }));
const file = fc.record({
  version: fc.constant(2),
  models: fc.uniqueArray(model, { minLength: 1, maxLength: 3, selector: (each) => each.name }),
});

type File = { models: { name: string; columns: Record<string, unknown>[]; config: object }[] };

/** What a file protects, by model and column. */
function guarded({ models }: File): string[] {
  return models
    .flatMap((one) => [
      `${one.name} ${JSON.stringify(one.config, ['enabled'])}`,
      ...one.columns.flatMap((each) =>
        ['tests', 'data_tests'].flatMap((key) =>
          each[key] === undefined
            ? []
            : [`${one.name}.${each.name}.${key} ${JSON.stringify(each[key])}`],
        ),
      ),
    ])
    .sort();
}

const losses = ['test', 'tests', 'column', 'model'] as const;

/** The file without one of the things that tests hang on; null: it has none there. */
function without(
  before: File,
  at: { readonly model: number; readonly column: number; readonly test: number },
  what: (typeof losses)[number],
): File | null {
  const after = structuredClone(before);
  const one = after.models[at.model % after.models.length];
  const columns = one?.columns.filter((each) => each.tests ?? each.data_tests) ?? [];
  const each = columns[at.column % Math.max(1, columns.length)];
  if (!one || !each) return null;
  const key = each.tests ? 'tests' : 'data_tests';
  const tests = each[key] as unknown[];
  if (what === 'test') tests.splice(at.test % tests.length, 1);
  if (what === 'tests') delete each[key];
  if (what === 'column') one.columns.splice(one.columns.indexOf(each), 1);
  if (what === 'model') after.models = after.models.filter((other) => other !== one);
  return after;
}

const passes = (before: unknown, after: unknown) =>
  judged('models/schema.yml', stringify(before), stringify(after)).kind === 'pass';

describe('whatever passes the gate', () => {
  test('protects what was protected before, on the same models and columns', () => {
    fc.assert(
      fc.property(file, file, (before, after) => {
        fc.pre(stringify(before) !== stringify(after));
        if (passes(before, after)) expect(guarded(after as File)).toEqual(guarded(before as File));
      }),
      { seed: 21, numRuns: 150 },
    );
  });

  test('has not lost a test, a column with tests or a model, wherever that was', () => {
    const place = fc.record({ model: fc.nat(2), column: fc.nat(3), test: fc.nat(2) });
    fc.assert(
      fc.property(file, place, fc.constantFrom(...losses), (before, at, what) => {
        const after = without(before as File, at, what);
        fc.pre(after !== null);
        expect(passes(before, after)).toBe(false);
      }),
      { seed: 22, numRuns: 150 },
    );
  });

  test('may still say something else in its descriptions', () => {
    fc.assert(
      fc.property(file, (before) => {
        const after = structuredClone(before);
        for (const one of after.models) Object.assign(one, { description: 'mended' });
        expect(passes(before, after)).toBe(true);
      }),
      { seed: 23, numRuns: 50 },
    );
  });
});
