import { describe, expect, test } from '@jest/globals';
import { bytesOf, problemsOf } from './helpers/read.ts';

const task = (line: string) => `tasks:\n  a: { run: x, ${line} }\n  b: { run: x, outputs: [v] }\n`;
const m = 'strategy: { matrix: { os: [l, w] } }';

describe('each of these is one problem', () => {
  test.each([
    // The file.
    ['', 'empty-file', 'the file is empty'],
    ['\n# later\n', 'empty-file', 'nothing but comments is in the file'],
    ['tasks: {}', 'missing-key', 'the pipeline has no tasks'],
    ['name: x', 'missing-key', 'a pipeline has no `tasks`'],
    ['- a', 'wrong-type', 'the file cannot be a list'],
    ['hello', 'wrong-type', 'the file cannot be `hello`'],
    ['tasks: [a]', 'wrong-type', '`tasks` cannot be a list'],
    ['tasks: { a: }', 'wrong-type', 'task `a` is empty'],
    ['tasks: { a: { run: x } }\n---\nb: 1', 'several-documents', 'a second document begins here'],
    ['tasks: { a: { run: x }', 'yaml-syntax', /must be sufficiently indented and end with a }/],
    ['tasks: { a: { run: !bash x } }', 'yaml-tag', 'a tag has no meaning here'],
    ['tasks: { a: { run: !!str x } }', 'yaml-tag', /the tag `tag:yaml.org,2002:str`/],
    ['tasks: { a: { run: *b } }', 'yaml-syntax', 'no anchor `&b` comes before this'],
    ['tasks: { a: &a { run: x, env: *a } }', 'yaml-syntax', '`*a` stands inside of what it names'],
    ['x: &d { run: x }\ntasks: { a: { <<: *d } }', 'merge-key', /merge keys/],
    ['tasks: { a: { run: x, ? [b] : c } }', 'wrong-type', 'this cannot be the key of a mapping'],
    ['tasks: { __proto__: { run: x } }', 'wrong-type', 'this cannot be the key of a mapping'],
    ['tasks: { a: { run: echo: b } }', 'yaml-syntax', /./],
    ['tasks:\n  a:\n    run: echo: b\n', 'yaml-syntax', 'a second `: ` on this line'],
    ['tasks:\n  a:\n    run: `x`\n', 'yaml-syntax', 'a plain text cannot begin with ```'],
    // The tasks.
    ['tasks: { build it: { run: x } }', 'bad-id', '`build it` cannot be a key of `tasks`'],
    ['tasks: { a: { run: x }, A: { run: x } }', 'duplicate-task', /differ in capitals only/],
    ['tasks: { a: { name: x } }', 'run-or-uses', 'task `a` has nothing to do'],
    [task('uses: ./.github/workflows/x.yml'), 'run-or-uses', 'task `a` has both `run` and `uses`'],
    ['tasks: { a: { uses: ./x.yml } }', 'bad-uses', '`uses` of task `a` cannot be `./x.yml`'],
    ['tasks: { a: { uses: o/r/.github/workflows/x.yml } }', 'bad-uses', /./],
    ['tasks: { a: { uses: ./.github/workflows/x.yml, setup: x } }', 'only-with-run', /./],
    [task('needs: a'), 'self-need', 'task `a` needs itself'],
    [task('needs: 1'), 'wrong-type', '`needs` of task `a` is `1`'],
    [task('if: failure'), 'wrong-value', /would never run/],
    [task('slots: 2'), 'unknown-key', '`slots` is not a key of task `a`'],
    [task('retries: 1.5'), 'wrong-value', '`retries` of task `a` cannot be `1.5`'],
    [task('live: yes'), 'wrong-value', '`live` of task `a` cannot be `yes`'],
    [task('name: "a\\nb"'), 'bad-name', /./],
    [task('name: "a\\u202eb"'), 'bad-name', /./],
    [task('kind: "-x"'), 'bad-name', /./],
    [task(`stage: ${'s'.repeat(41)}`), 'bad-name', /./],
    [task('estimate: soon'), 'bad-duration', '`estimate` of task `a` cannot be `soon`'],
    [task('estimate: -1'), 'bad-duration', '`estimate` of task `a` cannot be `-1`'],
    [task('timeout-minutes: 0'), 'wrong-value', '`timeout-minutes` of task `a` cannot be `0`'],
    [task('stagger: { minutes: 2 }'), 'missing-key', '`stagger` of task `a` has no `resource`'],
    // Paths.
    [task('reads: /etc/passwd'), 'bad-path', '`/etc/passwd` is absolute'],
    [task('reads: C:/x'), 'bad-path', '`C:/x` is absolute'],
    [task('writes: a/../../b'), 'bad-path', '`a/../../b` may leave the repository'],
    [task('produces: .git/hooks/*'), 'bad-path', /where git keeps its own files/],
    [task('working-directory: ..'), 'bad-path', '`..` may leave the repository'],
    [task('writes: "!x"'), 'bad-glob', 'a glob cannot exclude files'],
    [task('writes: "a[b"'), 'bad-glob', /./],
    [task('writes: "+(a)"'), 'bad-glob', /./],
    // Variables and secrets.
    [task('env: { 1A: x }'), 'bad-environment-variable', /./],
    [task('env: { GITHUB_TOKEN: x }'), 'bad-environment-variable', /the runner keeps for itself/],
    [task('env: { A: [x] }'), 'wrong-type', '`env.A` of task `a` cannot be a list'],
    [task('secrets: a-b'), 'bad-secret', '`secrets` of task `a` cannot be `a-b`'],
    [task('secrets: GITHUB_TOKEN'), 'bad-secret', /GitHub's own/],
    [task('secrets: X, env: { X: 1 }'), 'bad-secret', /both a variable and a secret/],
    // Matrices and expressions.
    [task('strategy: { matrix: { os: [] } }'), 'bad-matrix', /./],
    [task('strategy: { matrix: {} }'), 'bad-matrix', 'the matrix of `a` has no legs'],
    [task('strategy: { matrix: { os: [1, "1"] } }'), 'bad-matrix', 'two legs are called `a (1)`'],
    [task('strategy: { matrix: { os: x } }'), 'bad-matrix', /cannot be `x`/],
    [task('strategy: { matrix: { a b: [x] } }'), 'bad-id', '`a b` cannot be a key of a matrix'],
    [task('strategy: { fail-fast: false }'), 'unknown-key', /./],
    [
      task('strategy: { matrix: { os: [l], exclude: [{ so: l }] } }'),
      'unknown-matrix-key',
      '`so` is excluded, but is no key of the matrix of `a`',
    ],
    [task(`${m}, name: "\${{ matrix.so }}"`), 'unknown-matrix-key', /is no key of the matrix/],
    [task(`name: "\${{ matrix.os }}"`), 'unknown-matrix-key', 'task `a` has no matrix'],
    [task(`name: "\${{ github.sha }}"`), 'bad-expression', /`github` cannot be used/],
    [task(`name: "\${{ matrix.os "`), 'bad-expression', /no expression/],
    [task(`needs: b, name: "\${{ needs.b.outputs.v }}"`), 'bad-expression', /foreign text/],
    [task(`env: { V: "\${{ needs.b.outputs.v }}" }`), 'unknown-need', /not among its needs/],
    [
      task(`needs: b, env: { V: "\${{ needs.b.outputs.w }}" }`),
      'missing-output',
      'task `b` declares no output `w`',
    ],
    [
      task(`strategy: { matrix: { os: ["\${{ needs.b.outputs.v }}"] } }`),
      'bad-expression',
      'there are no expressions in `strategy`',
    ],
    [`env: { A: "\${{ matrix.a }}" }\n${task('live: true')}`, 'bad-expression', /outside of tasks/],
  ])('%j', (text, code, message) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.code).toBe(code);
    if (typeof message === 'string') expect(problems[0]?.message).toBe(message);
    else expect(problems[0]?.message).toMatch(message);
  });

  test('a matrix over 256 legs', () => {
    const list = JSON.stringify(Array.from({ length: 17 }, (_, index) => index));
    const [problem] = problemsOf(task(`strategy: { matrix: { a: ${list}, b: ${list} } }`));
    expect(problem).toMatchObject({
      code: 'matrix-too-large',
      message: 'the matrix of `a` has more than 256 legs',
    });
  });

  test('more tasks than a run may have', () => {
    const list = JSON.stringify(Array.from({ length: 256 }, (_, index) => index));
    const text = Array.from(
      { length: 20 },
      (_, index) => `  t${index}: { run: x, strategy: { matrix: { a: ${list} } } }`,
    );
    expect(problemsOf(`tasks:\n${text.join('\n')}\n`)).toMatchObject([
      { code: 'too-many-tasks', line: 21 },
    ]);
  });

  test('bytes that are no UTF-8', () => {
    const bytes = Uint8Array.of(...bytesOf('name: é\ntasks: '), 0xff, 0x41);
    expect(problemsOf(bytes)).toMatchObject([{ code: 'not-utf-8', line: 2, column: 8 }]);
  });

  test('UTF-16', () => {
    expect(problemsOf(Uint8Array.of(0xff, 0xfe, 0x61, 0x00))).toMatchObject([
      { code: 'not-utf-8', message: 'the file is in UTF-16' },
    ]);
  });

  test('a NUL byte', () => {
    expect(problemsOf('name: a\0b\n')).toMatchObject([{ code: 'not-utf-8', column: 8 }]);
  });
});
