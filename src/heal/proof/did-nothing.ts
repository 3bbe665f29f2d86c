/** Sentences by which tools say that they had nothing to do, each with what it means. */
const idle: readonly (readonly [RegExp, string])[] = [
  [/^=+ no tests ran/m, 'pytest ran no test.'],
  [/^collected 0 items/m, 'pytest found no test.'],
  [
    /^=+ \d+ (?:skipped|deselected)(?:, \d+ (?:skipped|deselected|warnings?))* in /m,
    'pytest skipped every test.',
  ],
  [/^Ran 0 tests in/m, 'unittest ran no test.'],
  [/^No tests found, exiting/m, 'jest found no test.'],
  [/^Tests:\s+(?:\d+ skipped, |\d+ todo, )+\d+ total/m, 'Every test was skipped.'],
  [/^[ \t]*No test files found/m, 'vitest found no test.'],
  [/^[ \t]*Tests[ \t]+\d+ skipped \(\d+\)/m, 'Every test was skipped.'],
  [/^[ \t]*0 passing/m, 'mocha ran no test.'],
  [/^# tests 0$/m, 'node found no test.'],
  [/^No files matching the pattern/m, 'No file was looked at.'],
  [/^error: No files were processed/m, 'No file was looked at.'],
  [/^Checked 0 files/m, 'No file was looked at.'],
];

/** Why a run that ended well proves nothing; null: it says nothing of that kind. */
export function didNothing(output: string): string | null {
  for (const [pattern, words] of idle) if (pattern.test(output)) return words;
  return unittestSkipped(output) ?? mavenIdle(output) ?? cargoIdle(output) ?? goIdle(output);
}

function unittestSkipped(output: string): string | null {
  const skipped = /^OK \(skipped=(\d+)\)$/m.exec(output)?.[1];
  const ran = /^Ran (\d+) tests? in/m.exec(output)?.[1];
  return skipped !== undefined && skipped === ran ? 'unittest skipped every test.' : null;
}

/** Maven counts each module, and all of them at the end. */
function mavenIdle(output: string): string | null {
  const counts = [
    ...output.matchAll(/Tests run: (\d+), Failures: \d+, Errors: \d+, Skipped: (\d+)/g),
  ];
  if (counts.length === 0) return null;
  return counts.every(([, run, skipped]) => run === skipped) ? 'Maven ran no test.' : null;
}

/** Cargo counts each target; many have no test. */
function cargoIdle(output: string): string | null {
  const counts = [
    ...output.matchAll(/^test result: ok\. (\d+) passed; \d+ failed; (\d+) ignored/gm),
  ];
  if (counts.length === 0) return null;
  return counts.every(([, passed]) => passed === '0') ? 'cargo ran no test.' : null;
}

function goIdle(output: string): string | null {
  const lines = [...output.matchAll(/^(?:ok {2}\t|\? {3}\t)\S+\t.*$/gm)].map(([line]) => line);
  if (lines.length === 0) return null;
  return lines.every((line) => /\[no test(?:s to run| files)\]/.test(line))
    ? 'go ran no test.'
    : null;
}
