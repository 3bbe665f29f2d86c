import { describe, expect, test } from '@jest/globals';
import { choosePipeline, expectedPipelines } from '../../../src/text/pipeline/choose-pipeline.ts';
import { missingSecrets } from '../../../src/text/pipeline/missing-secrets.ts';
import { renderAnnotations } from '../../../src/text/pipeline/render-annotations.ts';
import { renderProblems } from '../../../src/text/pipeline/render-problems.ts';
import { resolveEnv } from '../../../src/text/pipeline/resolve-env.ts';
import { sourceDigest } from '../../../src/text/pipeline/source-digest.ts';
import { renderWorkflows } from '../../../src/text/workflow/render-workflows.ts';
import { bytesOf, pipelineOf, problemsOf } from './helpers/read.ts';

describe('annotations', () => {
  test('stand beside the line, with everything escaped', () => {
    const [problem] = problemsOf('tasks:\n  a: { run: x, nedes: "100%" }\n');
    expect(problem).toBeDefined();
    if (!problem) return;
    const odd = { ...problem, path: 'a,b:c.yml', message: '50% of\n::error::x' };
    expect(renderAnnotations([odd])).toBe(
      '::error file=a%2Cb%3Ac.yml,line=2,col=16,endColumn=21,title=unknown-key::50%25 of\u240a::error::x%0ADid you mean `needs`?%0A' +
        `Expected: ${problem.expected}%0AWrite \`needs\`.%0ASee docs/errors.md#unknown-key`,
    );
  });
});

test('colours are there when they are wanted, and change nothing else', () => {
  const problems = problemsOf('tasks: { a: { run: x, neds: b } }');
  const coloured = renderProblems(problems, { color: true });
  expect(coloured).toContain('\u001b[31m');
  const marks = [31, 39, 1, 22, 2, 32].map((code) => `\u001b[${code}m`);
  const bare = marks.reduce((text, mark) => text.replaceAll(mark, ''), coloured);
  expect(bare).toBe(renderProblems(problems, { color: false }));
});

describe('the outputs of needs', () => {
  const task = { env: { A: `x\${{ needs.a.outputs.v }}y`, B: 'plain' } };

  test('are put into the environment', () => {
    expect(resolveEnv(task, { a: { v: '1' } })).toEqual({ A: 'x1y', B: 'plain' });
  });

  test('are empty where they were not left', () => {
    expect(resolveEnv(task, {})).toEqual({ A: 'xy', B: 'plain' });
    expect(resolveEnv({ env: { A: `\${{ needs.constructor.outputs.name }}` } }, {})).toEqual({
      A: '',
    });
  });

  test('are foreign text: nothing in them is looked at again', () => {
    const foreign = `$& $1 \${{ needs.a.outputs.w }}`;
    expect(resolveEnv(task, { a: { v: foreign, w: 'secret' } }).A).toBe(`x${foreign}y`);
  });
});

describe('secrets', () => {
  const pipeline = pipelineOf(
    'tasks: { a: { run: x, secrets: [ONE, TWO] }, b: { run: x, secrets: TWO }, c: { run: x } }',
  );

  test('are missing where a workflow does not hand them on', () => {
    const workflow = `jobs: { a: { env: { X: "\${{ secrets.ONE }}" } } } # secrets.TWO`;
    expect(missingSecrets(pipeline, workflow)).toEqual([{ secret: 'TWO', tasks: ['a', 'b'] }]);
  });

  test('are there where a job inherits all', () => {
    expect(missingSecrets(pipeline, 'jobs: { a: { uses: x, secrets: inherit } }')).toEqual([]);
  });

  test('are there in the workflows that are rendered for them', () => {
    const files = renderWorkflows({ action: './', version: '', secrets: ['ONE', 'TWO'] });
    const [main, attempt] = files;
    expect(missingSecrets(pipeline, main?.text ?? '')).toEqual([]);
    expect(missingSecrets(pipeline, attempt?.text ?? '')).toEqual([]);
    const without = renderWorkflows({ action: './', version: '', secrets: ['ONE'] });
    expect(missingSecrets(pipeline, without[1]?.text ?? '')).toMatchObject([{ secret: 'TWO' }]);
  });
});

describe('a pipeline is chosen', () => {
  const listing = ['nightly.yml', 'weekly.yaml', 'README.md', '.github/pipelines/release.yml'];

  test('among the files of its folder', () => {
    expect(expectedPipelines([...listing, '.github/workflows/ci.yml']).map(({ id }) => id)).toEqual(
      ['nightly', 'release', 'weekly'],
    );
  });

  test.each([
    'weekly',
    'weekly.yaml',
    '.github/pipelines/weekly.yaml',
    './.github/pipelines/weekly.yaml',
  ])('by %s', (name) => {
    expect(choosePipeline(name, listing)).toEqual({
      ok: true,
      id: 'weekly',
      path: '.github/pipelines/weekly.yaml',
    });
  });

  test('without a name when there is only one', () => {
    expect(choosePipeline(null, ['nightly.yml'])).toMatchObject({ ok: true, id: 'nightly' });
    expect(choosePipeline(null, listing)).toMatchObject({
      ok: false,
      message: 'there is more than one pipeline',
      remedy: 'Name one of nightly, release, weekly.',
    });
  });

  test('or the nearest is named', () => {
    expect(choosePipeline('nigthly', listing)).toMatchObject({
      ok: false,
      code: 'no-pipeline',
      message: 'there is no pipeline `nigthly`',
      nearest: 'nightly',
    });
    expect(choosePipeline('x', [])).toMatchObject({ ok: false, expected: [] });
  });

  test('unless two files have the name', () => {
    const both = ['a.yml', 'a.yaml'];
    expect(choosePipeline('a', both)).toMatchObject({ ok: false });
    expect(choosePipeline('a.yml', both)).toMatchObject({ ok: true });
  });
});

test('the digest of a file is the beginning of its SHA-256', () => {
  expect(sourceDigest(bytesOf('abc'))).toBe('ba7816bf8f01cfea');
});
