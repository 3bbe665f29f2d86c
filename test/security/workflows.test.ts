import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { legsOf } from '../../src/action/leg-matrix.ts';
import { outputEntry } from '../../src/action/runner-files.ts';
import { workflowCommand } from '../../src/action/workflow-commands.ts';
import { calledWorkflow } from '../../src/github/called-workflow.ts';
import { renderMermaid } from '../../src/text/report/mermaid.ts';
import { renderWorkflows } from '../../src/text/workflow/render-workflows.ts';
import { workflowOptionsProblem } from '../../src/text/workflow/workflow-options.ts';
import { aRun, aStatus, aTask } from '../text/helpers/builders.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
  readonly uses?: string;
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const root = join(import.meta.dirname, '../..');
const installed = renderWorkflows({
  action: `acme/yardmaster@${'a'.repeat(40)}`,
  version: 'v1',
  secrets: ['WAREHOUSE'],
}).map(({ path, text }) => [`installed ${path}`, text] as const);
const own = ['yardmaster', 'yardmaster-attempt', 'yardmaster-sweep'].map((name) => {
  const path = `.github/workflows/${name}.yml`;
  return [path, readFileSync(join(root, path), 'utf8')] as const;
});
const all = [...own, ...installed];
const jobsOf = (text: string) => Object.entries((parse(text) as Workflow).jobs);
const stepsOf = (text: string) => jobsOf(text).flatMap(([, { steps }]) => steps ?? []);

const writing = { actions: 'write', contents: 'write', issues: 'write' };
const healing = { ...writing, 'pull-requests': 'write' };
/** Whoever changes these changes what a task, or whoever takes over its job, can do. */
const permissionsOf: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plan: writing,
  // Limits what the jobs of the called workflow may ask for.
  attempt: healing,
  apply: { contents: 'write', issues: 'write', 'pull-requests': 'write' },
  run: { actions: 'read', contents: 'read', issues: 'read' },
  'run-live': { actions: 'read', contents: 'read', issues: 'write' },
  call: { actions: 'write', contents: 'read', issues: 'read' },
  settle: healing,
  sweep: healing,
};

describe.each(all)('%s', (_, text) => {
  const workflow = parse(text) as Workflow;

  test('grants nothing by default, and each job no more than its part may have (X3)', () => {
    expect(workflow.permissions).toEqual({});
    for (const [name, { permissions }] of jobsOf(text)) {
      expect([name, permissions]).toEqual([name, permissionsOf[name]]);
    }
  });

  test('is not started by forks, comments or other events of outsiders (55)', () => {
    const safe = ['workflow_dispatch', 'workflow_call', 'schedule'];
    expect(Object.keys(workflow.on).filter((event) => !safe.includes(event))).toEqual([]);
  });

  test('puts no expression into a script (1, 2, 3)', () => {
    for (const { run } of stepsOf(text)) expect(run ?? '').not.toContain('${{');
  });

  test('pins each action of others to a commit (60)', () => {
    const uses = stepsOf(text).flatMap((step) => step.uses ?? []);
    for (const name of uses) expect(name).toMatch(/^(\.\/|[\w./-]+@[0-9a-f]{40})$/);
  });

  test('leaves no credentials in a checkout, and restores no cache (56)', () => {
    for (const step of stepsOf(text)) {
      if (step.uses?.startsWith('actions/checkout@')) {
        expect(step.with?.['persist-credentials']).toBe(false);
      }
      expect(step.uses ?? '').not.toMatch(/cache/);
    }
  });

  test('inherits no secrets, and gives none to a job that writes', () => {
    expect(text).not.toMatch(/secrets: inherit/);
    for (const [name, job] of jobsOf(text)) {
      const given = JSON.stringify((job.steps ?? []).map(({ env, with: set }) => [env, set]));
      if (given.includes('secrets.')) expect(name).toMatch(/^run(-live)?$/);
    }
  });

  test('lets no job that may write code check out anything but the branch itself', () => {
    for (const [, { permissions, steps }] of jobsOf(text)) {
      if (permissions?.contents !== 'write') continue;
      for (const step of steps ?? []) expect(step.with?.ref).toBeUndefined();
    }
  });
});

describe('the job that runs a task’s command', () => {
  const permissionsOf = (name: string) =>
    all.flatMap(([, text]) => {
      const set = (parse(text) as Workflow).jobs[name]?.permissions;
      return set ? [set] : [];
    });

  test('may read and nothing else', () => {
    expect(permissionsOf('run')).toHaveLength(2);
    for (const set of permissionsOf('run')) {
      expect(new Set(Object.values(set))).toEqual(new Set(['read']));
    }
  });

  test('may write issues only where the task is live', () => {
    for (const set of permissionsOf('run-live')) {
      expect(set).toEqual({ actions: 'read', contents: 'read', issues: 'write' });
    }
  });
});

test('the Action takes each input through the environment (1)', () => {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as {
    runs: { steps: readonly Step[] };
  };
  for (const { run } of action.runs.steps) expect(run ?? '').not.toContain('${{');
});

describe('an output of a step', () => {
  test('with newlines and delimiters of its own stays one value (5, 6)', () => {
    const value = 'a\nend_0\nresult<<EOF\nforged\nEOF\n';
    const entry = outputEntry('result', value, 'end_f00');
    expect(entry).toBe(`result<<end_f00\n${value}\nend_f00\n`);
    expect(() => outputEntry('result', 'x\nend_f00\ny', 'end_f00')).toThrow('delimiter');
  });
});

describe('the key of a task', () => {
  const hostile = `a","evil":"\${{ secrets.X }}\n::error::x]]--> "</script> @octo/team`;

  test('is a value in the matrix, whatever is in it (4)', () => {
    const spec = aTask({ key: hostile });
    const run = aRun({
      tasks: [spec],
      statuses: [aStatus({ state: 'QUEUED', attempt: 1, batch: 1 })],
      batches: [{ id: 1, legs: [0], maxParallel: 1, at: 0, place: null }],
    });
    const definition = {
      spec,
      name: hostile,
      run: 'x',
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
    };
    const [batch] = run.batches;
    if (!batch) throw new Error('no batch');
    const legs = legsOf(run, batch, {
      id: 'n',
      name: 'n',
      slots: 1,
      issues: null,
      tasks: [definition],
    });
    const read = JSON.parse(JSON.stringify({ include: legs })) as { include: { label: string }[] };
    expect(read.include).toHaveLength(1);
    expect(Object.keys(read.include[0] ?? {})).not.toContain('evil');
    expect(read.include[0]?.label.startsWith('12/0.1 ')).toBe(true);
  });

  test('does not leave its node in the graph', () => {
    const { source } = renderMermaid(
      aRun({ tasks: [aTask({ key: `x"]; click t0 "javascript:1" %%` })] }),
    );
    expect(source.split('\n').filter((line) => line.includes('click'))).toHaveLength(1);
    expect(source).toMatch(/t0\["[^"]*"\]:::ready/);
  });
});

test('a message in the log is one command, whatever is in it (8)', () => {
  const line = workflowCommand('warning', 'x\n::add-mask::a\r\n::set-output name=a::b %0A');
  expect(line.split(/[\r\n]/)).toHaveLength(1);
});

describe('`uses` of a task', () => {
  test.each([
    'mallory/evil/.github/workflows/x.yml@main',
    './.github/workflows/../../evil.yml',
    './.github/workflows/x.yml@main',
    'docker://evil',
  ])('%s starts nothing in this repository’s name', (uses) => {
    expect(() => calledWorkflow(root, uses)).toThrow();
  });
});

test.each([
  { action: 'acme/y@v1\n      - run: evil', version: '', secrets: [] },
  { action: './', version: 'v1\nevil', secrets: [] },
  { action: './', version: '', secrets: ["X }} ${{ 'evil"] },
  { action: './', version: '', secrets: ['GITHUB_TOKEN'] },
])('options that would leave their line are no options: %j', (options) => {
  expect(workflowOptionsProblem(options)).not.toBeNull();
});
