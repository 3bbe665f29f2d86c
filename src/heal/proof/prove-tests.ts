import { readJunit } from '../artifacts/junit.ts';
import type { Proof } from '../loop/heal-ports.ts';
import { type FailedThings, testKey } from './failed-things.ts';
import type { RunEvidence } from './run-evidence.ts';

const shown = 3;

/** What reports of tests say of those that had failed; where there are none, what the output says. */
export function proveTests(before: FailedThings, after: RunEvidence): Proof {
  const reports = after.junit.flatMap((text) => readJunit(text) ?? []);
  if (before.reportedTests > 0 && reports.length === 0)
    return { ok: false, why: 'There was a report of tests before and there is none now.' };
  return reports.length > 0
    ? byReport(
        before,
        reports.flatMap(({ tests }) => tests),
      )
    : byOutput(before, after.tail);
}

function byReport(
  before: FailedThings,
  tests: readonly { readonly name: string; readonly classname: string; readonly outcome: string }[],
): Proof {
  const outcomes = new Map(tests.map((test) => [testKey(test), test.outcome]));
  const executed = tests.filter(({ outcome }) => outcome !== 'skipped').length;
  if (executed === 0) return { ok: false, why: 'The report has no test that was executed.' };
  if (tests.length < before.reportedTests)
    return {
      ok: false,
      why: `The report has ${tests.length} tests, ${before.reportedTests} before.`,
    };
  for (const key of before.reported) {
    const outcome = outcomes.get(key);
    if (outcome !== 'passed')
      return {
        ok: false,
        why: `The test ${key} ${outcome === undefined ? 'was not executed' : `was ${outcome}`}.`,
      };
  }
  if (before.reported.length === 0)
    return {
      ok: true,
      proof: `${executed} tests were executed, and the command ended with exit code 0.`,
    };
  return {
    ok: true,
    proof: `${executed} tests were executed; passed now: ${listed(before.reported)}.`,
  };
}

function byOutput({ tests, files, category }: FailedThings, tail: string): Proof {
  const states = tests.map((test) => ({ test, state: stateOf(test, tail) }));
  const skipped = states.find(({ state }) => state === 'skipped');
  if (skipped) return { ok: false, why: `The test ${skipped.test} was skipped.` };
  const passed = states.filter(({ state }) => state === 'passed').map(({ test }) => test);
  if (tests.length > 0 && passed.length === tests.length)
    return { ok: true, proof: `Passed now, by the output: ${listed(tests)}.` };
  const file = files.find((one) =>
    new RegExp(`^[ \\t]*(?:PASS|ok|✓)\\s.*${escaped(one)}`, 'm').test(tail),
  );
  if (file !== undefined) return { ok: true, proof: `${file} passed now, by the output.` };
  if (tests.length > 0 && tail.trim() === '')
    return { ok: false, why: 'Tests had failed, and the run printed nothing.' };
  const quiet =
    category === 'lint_error' || category === 'compile_error' || category === 'type_error';
  if (tail.trim() === '' && !quiet)
    return {
      ok: true,
      proof: 'The command ended with exit code 0 (it printed nothing, so that no more is known).',
    };
  const named = tests.length > 0 ? ' Its output does not name single tests that pass.' : '';
  return {
    ok: true,
    proof: `The command ended with exit code 0 and no longer reports the failure.${named}`,
  };
}

/** How tools write of one test; null: they do not name it. */
function stateOf(test: string, output: string): 'passed' | 'skipped' | null {
  const name = escaped(test.split(/ › |::/).at(-1) ?? test);
  const before = `(?:✓|✔|√|--- PASS:|ok \\d+ -|PASS\\s*:?)`;
  if (
    new RegExp(
      `^[ \\t]*(?:○|↓|--- SKIP:|ok \\d+ - .*# SKIP)\\s*.*${name}|${name}\\S*\\s+(?:SKIPPED|\\.\\.\\. (?:ignored|skipped))`,
      'm',
    ).test(output)
  )
    return 'skipped';
  const passed = `^[ \\t]*${before}\\s+.*${name}|${name}\\S*\\s+(?:PASSED|\\.\\.\\. ok)`;
  return new RegExp(passed, 'm').test(output) ? 'passed' : null;
}

function escaped(text: string): string {
  return text.slice(0, 200).replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

function listed(names: readonly string[]): string {
  const more = names.length > shown ? ` and ${names.length - shown} more` : '';
  return names.slice(0, shown).join(', ') + more;
}
