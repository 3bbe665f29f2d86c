import { describe, expect, test } from '@jest/globals';
import { pipelineOf, read } from './helpers/read.ts';

const minute = 60_000;

describe('a pipeline', () => {
  test('needs no more than a task', () => {
    expect(pipelineOf('tasks:\n  hello:\n    run: echo hello\n')).toEqual({
      id: 'nightly',
      name: 'nightly',
      slots: 3,
      issues: null,
      tasks: [
        {
          spec: {
            key: 'hello',
            job: 'hello',
            kind: null,
            group: null,
            stage: null,
            needs: [],
            condition: 'success',
            priority: 'medium',
            estimate: null,
            timeout: 360 * minute,
            reads: [],
            writes: [],
            resources: [],
            stagger: null,
            continueOnError: false,
            retries: 0,
            recovery: null,
            uses: null,
          },
          name: 'hello',
          run: 'echo hello',
          uses: null,
          env: {},
          workingDirectory: '.',
          setup: [],
          runsOn: ['ubuntu-latest'],
          environment: null,
          secrets: [],
          live: false,
          produces: [],
          outputs: [],
          heal: null,
          adjust: { env: {}, threads: 1 },
          restore: [],
          matrix: {},
        },
      ],
    });
  });

  test('may use every key', () => {
    const pipeline = pipelineOf(
      `
name: The night
slots: 8
issues: attention
env: { REGION: eu, LEVEL: 2, EMPTY: }
defaults: { priority: high, retries: 2, runs-on: [self-hosted, big] }
tasks:
  prepare:
    uses: ./.github/workflows/prepare.yml
  train:
    name: Train the model
    run: |
      python train.py
      python check.py
    needs: prepare
    if: \${{ always() }}
    priority: urgent
    estimate: 1h30m
    timeout-minutes: 600
    env: { LEVEL: 3 }
    working-directory: models
    reads: data/**
    writes: [models/*.bin, 'logs/{a,b}.txt']
    resources: [database, { name: gpu, amount: 2 }, { name: catalog, mode: read }]
    stagger: { resource: bots, minutes: 2 }
    group: bot-1
    stage: optimize
    kind: training
    continue-on-error: true
    retries: 1
    produces: models/*.bin
    outputs: [accuracy]
    environment: production
    setup: pip install -r requirements.txt
    secrets: [DB_PASSWORD]
    live: true
`,
      { resources: { gpu: 4 } },
    );
    expect(pipeline).toMatchObject({ name: 'The night', slots: 8, issues: 'attention' });
    expect(pipeline.tasks[0]).toMatchObject({
      uses: './.github/workflows/prepare.yml',
      run: null,
      // The workflow has its own runners; waiting for it takes one of GitHub's.
      runsOn: ['ubuntu-latest'],
      spec: { priority: 'high', retries: 2, timeout: 360 * minute },
    });
    expect(pipeline.tasks[1]).toEqual({
      spec: {
        key: 'train',
        job: 'train',
        kind: 'training',
        group: 'bot-1',
        stage: 'optimize',
        needs: [0],
        condition: 'always',
        priority: 'urgent',
        estimate: 90 * minute,
        timeout: 600 * minute,
        reads: ['data/**'],
        writes: ['models/*.bin', 'logs/{a,b}.txt'],
        resources: [
          { name: 'database', amount: 1, mode: 'write' },
          { name: 'gpu', amount: 2, mode: 'write' },
          { name: 'catalog', amount: 1, mode: 'read' },
        ],
        stagger: { resource: 'bots', gap: 2 * minute },
        continueOnError: true,
        retries: 1,
        recovery: null,
        uses: null,
      },
      name: 'Train the model',
      run: 'python train.py\npython check.py\n',
      uses: null,
      env: { REGION: 'eu', LEVEL: '3', EMPTY: '' },
      workingDirectory: 'models',
      setup: ['pip install -r requirements.txt'],
      runsOn: ['self-hosted', 'big'],
      environment: 'production',
      secrets: ['DB_PASSWORD'],
      live: true,
      produces: ['models/*.bin'],
      outputs: ['accuracy'],
      heal: null,
      adjust: { env: {}, threads: 1 },
      restore: [],
      matrix: {},
    });
  });

  test.each([
    ['10', 10 * minute],
    ['0.5', minute / 2],
    ['90s', 1.5 * minute],
    ['15m', 15 * minute],
    ['15 min', 15 * minute],
    ['2h', 120 * minute],
    ['1h30m', 90 * minute],
    ['1h 5m 30s', 65.5 * minute],
  ])('takes the estimate %s', (text, length) => {
    const pipeline = pipelineOf(`tasks: { a: { run: x, estimate: ${text} } }`);
    expect(pipeline.tasks[0]?.spec.estimate).toBe(length);
  });

  test.each(['success', 'success()', `\${{ success() }}`, `'\${{success}}'`])(
    'takes the condition %s',
    (condition) => {
      const pipeline = pipelineOf(`tasks:\n  a:\n    run: x\n    if: ${condition}\n`);
      expect(pipeline.tasks[0]?.spec.condition).toBe('success');
    },
  );

  test('may repeat an anchored value', () => {
    const pipeline = pipelineOf(
      'tasks:\n  a: { run: x, env: &env { A: 1 } }\n  b: { run: y, env: *env }\n',
    );
    expect(pipeline.tasks[1]?.env).toEqual({ A: '1' });
  });

  test('may begin with a byte order mark', () => {
    expect(read('\ufefftasks: { a: { run: x } }').ok).toBe(true);
  });

  test('has the time-out that its runner allows', () => {
    const pipeline = pipelineOf(
      'tasks: { a: { run: x }, b: { run: x, runs-on: self-hosted }, c: { run: x, runs-on: [self-hosted, ubuntu-24.04] } }',
      { maxTimeoutMinutes: 1_000 },
    );
    expect(pipeline.tasks.map(({ spec }) => spec.timeout / minute)).toEqual([360, 1_000, 1_000]);
  });

  test('is asked whether its ledger fits', () => {
    const parsed = read(
      'tasks: { a: { run: x } }',
      {},
      {
        ledgerRoom: (tasks) => ({ ok: tasks.length > 1, needed: 70_000, room: 61_000 }),
      },
    );
    expect(parsed).toMatchObject({
      ok: false,
      problems: [{ code: 'ledger-too-large', line: 1, column: 1 }],
    });
  });
});

describe('tasks that need a task with a matrix', () => {
  test('wait for all its legs', () => {
    const pipeline = pipelineOf(`
tasks:
  report: { run: x, needs: [build, build] }
  build:
    run: make
    strategy: { matrix: { os: [a, b] } }
`);
    expect(pipeline.tasks.map(({ spec }) => [spec.key, spec.needs])).toEqual([
      ['report', [1, 2]],
      ['build (a)', []],
      ['build (b)', []],
    ]);
  });
});

describe('expressions of the matrix', () => {
  test('stand in every text of a task', () => {
    const pipeline = pipelineOf(`
tasks:
  build:
    name: Build for \${{ matrix.os }}
    run: make \${{matrix.os}} V=\${{ matrix.v }}
    strategy: { matrix: { os: [linux], v: [1.5] } }
    env: { OS: '\${{ matrix.os }}!' }
    working-directory: src/\${{ matrix.os }}
    runs-on: \${{ matrix.os }}-runner
    writes: out/\${{ matrix.os }}/**
    resources: [{ name: 'db-\${{ matrix.os }}' }]
    produces: ['out/\${{ matrix.os }}.zip']
`);
    expect(pipeline.tasks[0]).toMatchObject({
      name: 'Build for linux',
      run: 'make linux V=1.5',
      env: { OS: 'linux!' },
      workingDirectory: 'src/linux',
      runsOn: ['linux-runner'],
      produces: ['out/linux.zip'],
      matrix: { os: 'linux', v: 1.5 },
      spec: {
        key: 'build (linux, 1.5)',
        writes: ['out/linux/**'],
        resources: [{ name: 'db-linux' }],
      },
    });
  });

  test('a name without one gets the values', () => {
    const pipeline = pipelineOf(
      'tasks: { a: { name: Build, run: x, strategy: { matrix: { v: [1, 2] } } } }',
    );
    expect(pipeline.tasks.map(({ name }) => name)).toEqual(['Build (1)', 'Build (2)']);
  });

  test('what is wrong in some legs is told once', () => {
    const parsed = read(
      `tasks: { a: { run: x, reads: '\${{ matrix.d }}/x', strategy: { matrix: { d: [/a, /b, c] } } } }`,
    );
    expect(parsed).toMatchObject({ ok: false, problems: [{ code: 'bad-path' }] });
  });
});
