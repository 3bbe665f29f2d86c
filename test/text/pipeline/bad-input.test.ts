import { describe, expect, test } from '@jest/globals';
import { renderProblems } from '../../../src/text/pipeline/render-problems.ts';
import { problemsOf } from './helpers/read.ts';

/** What a person sees, without the lines that are always the same. */
function shown(text: string): string {
  return renderProblems(problemsOf(text), { color: false })
    .split('\n')
    .filter((line) => !/^ +(\||= more: .*|--> .*)$|^\d+ problems? in /.test(line))
    .join('\n')
    .trimEnd();
}

describe('what a person sees', () => {
  test('a key that is not known', () => {
    expect(shown('tasks:\n  build:\n    run: make\n    neds: prepare\n')).toBe(`\
error[unknown-key]: \`neds\` is not a key of task \`build\`
4 |     neds: prepare
  |     ^^^^ did you mean \`needs\`?
  = expected: one of name, run, uses, needs, if, env, reads, writes, resources, stagger, strategy, produces, outputs, recover, priority, estimate, timeout-minutes, working-directory, continue-on-error, retries, heal, kind, group, stage, runs-on, environment, setup, secrets, live
  = mend: Write \`needs\`.`);
  });

  test('a key of Actions that there is not', () => {
    expect(shown('tasks:\n  build:\n    run: make\njobs: {}\n')).toBe(`\
error[unknown-key]: \`jobs\` is not a key of a pipeline
4 | jobs: {}
  | ^^^^
  = expected: one of name, slots, issues, env, defaults, tasks
  = mend: Write \`tasks\`, with \`run\` right below the id of each.`);
  });

  test('a word that is not one of a few', () => {
    expect(shown('tasks: { build: { run: make, priority: hihg } }')).toBe(`\
error[wrong-value]: \`priority\` of task \`build\` cannot be \`hihg\`
1 | tasks: { build: { run: make, priority: hihg } }
  |                                        ^^^^ did you mean \`high\`?
  = expected: urgent, high, medium, low
  = mend: Write one of the values that are expected.`);
  });

  test('a need that is no task', () => {
    expect(
      shown('tasks:\n  prepare: { run: x }\n  build:\n    run: make\n    needs: [prepair]\n'),
    ).toBe(`\
error[unknown-need]: task \`build\` needs \`prepair\`, which is no task of this pipeline
5 |     needs: [prepair]
  |             ^^^^^^^ did you mean \`prepare\`?
  = expected: one of prepare
  = mend: Write \`prepare\`, or add the task.`);
  });

  test('a cycle', () => {
    expect(
      shown(
        'tasks:\n  z: { run: x, needs: a }\n  a: { run: x, needs: [b] }\n  b: { run: x, needs: c }\n  c: { run: x, needs: a }\n',
      ),
    ).toBe(`\
error[cycle]: these tasks wait for each other: a -> b -> c -> a
3 |   a: { run: x, needs: [b] }
  |                        ^
  = expected: needs without a circle
  = mend: Remove one of these needs, such as \`b\` from \`a\`.`);
  });

  test('an output of another task in a command', () => {
    expect(
      shown(
        `tasks:\n  a: { run: x, outputs: v }\n  b:\n    needs: a\n    run: echo \${{ needs.a.outputs.v }}\n`,
      ),
    ).toBe(`\
error[bad-expression]: outputs of other tasks cannot stand in \`run\`: they are foreign text, and would become part of it
5 |     run: echo \${{ needs.a.outputs.v }}
  |               ^^^^^^^^^^^^^^^^^^^^^^^^
  = expected: outputs in \`env\` only
  = mend: Write \`env: { VALUE: \${{ needs.a.outputs.v }} }\`, and use \`"$VALUE"\` in the command.`);
  });

  test('a resource that can never be had', () => {
    expect(shown('tasks:\n  a:\n    run: x\n    resources: [{ name: gpu, amount: 2 }]\n')).toBe(`\
error[resource-too-large]: \`a\` asks for 2 of \`gpu\`, of which there is 1, as no capacity is declared
4 |     resources: [{ name: gpu, amount: 2 }]
  |                                      ^
  = expected: at most 1
  = mend: Ask for less, or raise the capacity under \`resources\` in \`.github/yardmaster.yml\`.`);
  });

  test('a time-out that the runner does not allow', () => {
    expect(shown('tasks:\n  a:\n    run: x\n    timeout-minutes: 400\n')).toBe(`\
error[timeout-too-long]: \`a\` may take 400 minutes, but a job on \`ubuntu-latest\` ends after 360
4 |     timeout-minutes: 400
  |                      ^^^
  = expected: at most 360 minutes
  = mend: Lower \`timeout-minutes\`, or use a self-hosted runner.`);
  });

  test('a tab', () => {
    expect(shown('tasks:\n\ta:\n')).toBe(`\
error[yaml-syntax]: a tab is used to indent
2 |  a:
  | ^
  = expected: spaces
  = mend: Replace the tab by spaces.`);
  });

  test('a key that stands twice', () => {
    expect(shown('tasks:\n  a: { run: x }\n  b: { run: y }\n  a: { run: z }\n')).toBe(`\
error[duplicate-key]: \`a\` stands here a second time; the first is in line 2
4 |   a: { run: z }
  |   ^
  = expected: each key once
  = mend: Remove one of the two, or rename it.`);
  });

  test('a key that stands twice hides nothing else', () => {
    const text = 'slotz: 1\ntasks:\n  a: { run: x }\n  a: { run: z }\n  b: { needs: b, run: y }\n';
    expect(problemsOf(text).map(({ code, line }) => `${line} ${code}`)).toEqual([
      '1 unknown-key',
      '4 duplicate-key',
      '5 self-need',
    ]);
  });

  test('all of it: place, excerpt, link and count', () => {
    const text = 'slot: 2\ntasks: { a: { run: x } }\n';
    expect(renderProblems(problemsOf(text), { color: false })).toBe(`\
error[unknown-key]: \`slot\` is not a key of a pipeline
 --> .github/pipelines/nightly.yml:1:1
  |
1 | slot: 2
  | ^^^^ did you mean \`slots\`?
  = expected: one of name, slots, issues, env, defaults, tasks
  = mend: Write \`slots\`.
  = more: docs/errors.md#unknown-key

1 problem in .github/pipelines/nightly.yml`);
  });

  test('all problems at once, also those of a part beside one that is wrong', () => {
    const text = `
slot: 4
env: { GITHUB_X: 1 }
tasks:
  a:
    run: [1]
    needs: [b, zz]
    resources: [{ name: gpu, amount: 3 }, { nam: x }, { name: db, amount: 5 }]
    stagger: { resource: bot, minutes: -1 }
  b:
    needs: a
`;
    expect(problemsOf(text).map(({ line, column, code }) => `${line}:${column} ${code}`)).toEqual([
      '2:1 unknown-key',
      '3:8 bad-environment-variable',
      '6:10 wrong-type',
      '7:13 cycle',
      '7:16 unknown-need',
      '8:38 resource-too-large',
      '8:43 missing-key',
      '8:45 unknown-key',
      '8:75 resource-too-large',
      '9:40 wrong-value',
      '10:3 run-or-uses',
    ]);
  });
});
