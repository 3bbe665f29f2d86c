import { describe, expect, it } from '@jest/globals';
import { actionsLog, diagnosisOf, shownOf } from './diagnosis-of.ts';

/** What a step prints before it fails of something else: the diagnosis is of the second, whatever the first. */
const noise: Readonly<Record<string, string>> = {
  'an audit of packages':
    'added 900 packages in 20s\n3 high severity vulnerabilities\n\nTo address all issues, run:\n  npm audit fix',
  'a warning of gcc': "src/cart.c:12:9: warning: unused variable 'x' [-Wunused-variable]",
  'a warning of Kotlin': "w: file:///src/Old.kt:12:5 'fun old(): Unit' is deprecated (use new).",
  'a warning of Next.js':
    './src/page.tsx\n12:9  Warning: Using `<img>` is slow.  @next/next/no-img',
  'a warning of SwiftLint':
    '/src/Cart.swift:30:121: warning: Line Length Violation: 120 characters or less (line_length)',
  'a warning of Checkstyle':
    '[WARN] src/Cart.java:[12,5] (javadoc) MissingJavadocMethod: Missing a Javadoc comment.',
  'a native package that is optional':
    'gyp ERR! build error\ngyp ERR! stack Error: `make` failed with exit code: 2\ninfo This module is OPTIONAL, you can safely ignore this error',
  'a file that is uploaded already': 'File already exists, skipping: dist/shop-1.0.0.whl',
  'retries that then succeeded':
    'npm warn ECONNRESET retrying request 1 of 3\ncurl: (35) Connection reset by peer, retrying in 1 s\nfetched',
  'names of tests that passed':
    'test net::connection_refused_is_retried ... ok\ntest fs::no_space_left_on_device ... ok',
};
const failures = {
  'jest-failure':
    'FAIL src/a.test.ts\n  ● cart › adds up\n\n    Expected: 1\n    Received: 2\n\nTests:       1 failed, 3 passed, 4 total',
  tsc: "src/a.ts(1,7): error TS2322: Type 'string' is not assignable to type 'number'.",
};

describe.each(Object.entries(noise))('%s', (_, first) => {
  it.each(Object.entries(failures))('is not blamed where %s follows', (kind, then) => {
    const text = actionsLog({ run: 'make ci', prints: `${first}\n\n${then}`, exit: 1 });
    expect(diagnosisOf(text).kind).toBe(kind);
  });
});

// Of retries alone a log does not say that they succeeded.
const harmless = Object.entries(noise).filter(([, text]) => !text.includes('retrying'));

describe.each(harmless)('%s', (_, first) => {
  it('is not blamed where nothing known follows', () => {
    const text = actionsLog({ run: 'make ci', prints: `${first}\n\nstage 2 was stopped`, exit: 9 });
    expect(diagnosisOf(text)).toMatchObject({ category: 'unknown', kind: 'unknown' });
  });
});

describe('the step that failed', () => {
  const upload = {
    run: 'actions/upload-artifact@v4',
    prints: '##[error]No files were found with the provided path: reports/.',
  };

  it('is not the one that stores what there is afterwards', () => {
    const text = actionsLog({ run: './deploy', prints: 'went sideways', exit: 3 }, upload);
    const diagnosis = diagnosisOf(text);
    expect(diagnosis.kind).toBe('unknown');
    expect(shownOf(text, diagnosis)).toContain('went sideways');
  });

  it('is that one where nothing failed before it', () => {
    expect(diagnosisOf(actionsLog({ run: 'make', prints: 'fine' }, upload)).kind).toBe(
      'actions-artifact',
    );
  });

  it('is found where gh could not tell steps apart', () => {
    const text = actionsLog(
      { run: './prepare', prints: 'Error: connect ECONNREFUSED 127.0.0.1:1 (as expected)' },
      { run: 'npm run build', prints: failures.tsc, exit: 2 },
    ).replace(/^/gm, 'build\tUNKNOWN STEP\t');
    expect(diagnosisOf(text)).toMatchObject({ kind: 'tsc', step: 'npm run build' });
  });
});

describe('what no rule knows', () => {
  it('shows the last complaint where the end is only clean-up', () => {
    const cleanUp = Array.from({ length: 30 }, (_, at) => `removed container ${at}`);
    const text = actionsLog({
      run: './deploy',
      prints: ['stage 2: owner approval is missing', ...cleanUp].join('\n'),
      exit: 3,
    });
    const shown = shownOf(text, diagnosisOf(text));
    expect(shown).toContain('owner approval is missing');
    expect(shown).toContain('removed container 29');
  });
});

describe('the first test that fails', () => {
  it('comes before a later one that only took too long', () => {
    const text =
      'FAIL a.test.js\n  ● adds up\n\n    Expected: 4\n    Received: 3\n\n  ● awaits\n\n    thrown: "Exceeded timeout of 500 ms for a test.\n\nTests:       2 failed, 2 total\n';
    expect(diagnosisOf(text)).toMatchObject({ kind: 'jest-failure', category: 'test_assertion' });
  });
});

describe('a network error', () => {
  const refused = 'Error: connect ECONNREFUSED 127.0.0.1:5432';
  const lines = (count: number) =>
    Array.from({ length: count }, (_, at) => `shipped parcel ${at}`).join('\n');

  it('is blamed where the step ended soon after', () => {
    const text = actionsLog({ run: 'make ci', prints: `${refused}\n${lines(100)}`, exit: 1 });
    expect(diagnosisOf(text).kind).toBe('connection');
  });

  it('is not blamed where the step went on for long', () => {
    const text = actionsLog({ run: 'make ci', prints: `${refused}\n${lines(500)}`, exit: 1 });
    expect(diagnosisOf(text).kind).toBe('unknown');
  });
});
