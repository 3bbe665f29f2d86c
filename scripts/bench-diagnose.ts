/**
 * What the diagnosis of a large log costs: `npx tsx scripts/bench-diagnose.ts [--json]`. One log of 100 MB of
 * what builds print, and one as large that is made for patterns that go back over what they read. Processor time
 * is measured, for other programs of the machine take turns with this one.
 */
import { diagnose } from '../src/heal/diagnose.ts';
import { makeLogReader } from '../src/heal/log/read-log.ts';
import { makeRuleSet } from '../src/heal/rule-set.ts';
import { allRules } from '../src/heal/rules/all-rules.ts';
import { outcomes } from '../src/heal/rules/outcomes.ts';

const size = 100_000_000;
const stamp = '2026-05-01T10:00:00.1234567Z ';
const words = 'compiling downloading test ok module cache restored src/app/a.ts INFO passed'.split(
  ' ',
);

/** The line at a place: the same in every run. */
const logs: Readonly<Record<string, (at: number) => string>> = {
  ordinary: (at) => {
    const text = Array.from({ length: 5 + (at % 9) }, (_, word) => words[(at * 7 + word) % 10]);
    return `${stamp}${text.join(' ')}${at % 50 === 0 ? ' error: retry failed 3 errors' : ''}\n`;
  },
  hostile: (at) =>
    at % 2 === 0
      ? `${'a'.repeat(7_000)} error: ${'0 '.repeat(300)}failed\n`
      : `${'a b '.repeat(1_500)}1 x failed error: (((((\n`,
};

function measure(name: string, line: (at: number) => string) {
  const set = makeRuleSet(allRules, outcomes);
  const before = process.cpuUsage();
  const reader = makeLogReader(set.scanner);
  let peak = 0;
  for (let written = 0, at = 0; written < size; ) {
    let piece = '';
    while (piece.length < 1 << 18) piece += line(at++);
    written += piece.length;
    reader.push(piece);
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  reader.push(`${stamp}src/a.ts(3,7): error TS2322: Type 'string' is not assignable.\n`);
  reader.push(`${stamp}##[error]Process completed with exit code 2.\n`);
  const { kind } = diagnose(reader.end(), set, {}, (text) => text);
  if (kind !== 'tsc') throw new Error(`the ${name} log was diagnosed as ${kind}`);
  const { user, system } = process.cpuUsage(before);
  peak = Math.max(peak, process.memoryUsage.rss());
  return { name, seconds: (user + system) / 1e6, megabytes: peak / 1e6 };
}

const rows = Object.entries(logs).map(([name, line]) => measure(name, line));
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(rows)}\n`);
else
  for (const { name, seconds, megabytes } of rows)
    process.stdout.write(`${name}: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB\n`);
