import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { renderWorkflows } from '../../src/text/workflow/render-workflows.ts';
import { workflowOptionsProblem } from '../../src/text/workflow/workflow-options.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly uses?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}
interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const options = { action: 'acme/yardmaster@v1', version: '', secrets: ['DB_URL', 'API_KEY'] };
const files = renderWorkflows(options);
const workflows = new Map(
  files.map(({ path, text }) => [path.split('/').at(-1), parse(text) as Workflow]),
);
const jobs = [...workflows.values()].flatMap(({ jobs }) => Object.entries(jobs));
const steps = jobs.flatMap(([, { steps = [] }]) => steps);

describe('the rendered workflow files', () => {
  test('name their Action in one form only', () => {
    const own = steps.filter(({ uses }) => uses?.includes('yardmaster'));
    expect(own.length).toBeGreaterThan(4);
    expect(new Set(own.map(({ uses }) => uses))).toEqual(new Set(['acme/yardmaster@v1']));
  });

  test('pin every other action by its commit', () => {
    for (const { uses } of steps.filter(({ uses }) => uses?.startsWith('actions/'))) {
      expect(uses).toMatch(/@[0-9a-f]{40}$/);
    }
  });

  test('give nothing that is not said at a job, and there exactly what it needs', () => {
    for (const { permissions } of workflows.values()) expect(permissions).toEqual({});
    const writing = { actions: 'write', contents: 'write', issues: 'write' };
    const healing = { ...writing, 'pull-requests': 'write' };
    const reading = { actions: 'read', contents: 'read', issues: 'read' };
    const given = [...workflows].flatMap(([file, { jobs: all }]) =>
      Object.entries(all).map(([job, { permissions }]) => [`${file} ${job}`, permissions]),
    );
    expect(Object.fromEntries(given)).toEqual({
      'yardmaster.yml plan': writing,
      'yardmaster.yml attempt': healing,
      'yardmaster.yml apply': {
        contents: 'write',
        issues: 'write',
        'pull-requests': 'write',
      },
      'yardmaster-attempt.yml run': reading,
      'yardmaster-attempt.yml run-live': { ...reading, issues: 'write' },
      'yardmaster-attempt.yml call': { ...reading, actions: 'write' },
      'yardmaster-attempt.yml settle': healing,
      'yardmaster-sweep.yml sweep': healing,
    });
  });

  test('let what runs commands write nothing, and what writes run no command of a task', () => {
    const attempt = workflows.get('yardmaster-attempt.yml')?.jobs ?? {};
    expect(attempt.run?.permissions).toEqual({ actions: 'read', contents: 'read', issues: 'read' });
    expect(attempt['run-live']?.permissions).toEqual({
      actions: 'read',
      contents: 'read',
      issues: 'write',
    });
    const modes = (job: Job | undefined) => job?.steps?.flatMap((step) => step.with?.mode ?? []);
    expect(modes(attempt.run)).toEqual(['run']);
    expect(modes(attempt.settle)).toEqual(['settle']);
    expect(attempt.settle?.steps?.flatMap(({ run }) => run ?? [])).toEqual([]);
  });

  test('interpolate nothing into a script, and keep no credentials', () => {
    for (const { run, uses, with: given } of steps) {
      expect(run ?? '').not.toContain('${{');
      if (uses?.startsWith('actions/checkout')) expect(given?.['persist-credentials']).toBe(false);
    }
  });

  test('hand on exactly the secrets that are declared, and only to tasks that ask for them', () => {
    const caller = workflows.get('yardmaster.yml')?.jobs.attempt;
    expect(Object.keys(caller?.secrets ?? {})).toEqual(options.secrets);
    const run = workflows
      .get('yardmaster-attempt.yml')
      ?.jobs.run?.steps?.find((step) => step.with?.mode === 'run');
    expect(run?.env).toEqual({
      YARDMASTER_SECRET_DB_URL: `\${{ contains(fromJSON(inputs.secrets), 'DB_URL') && secrets.DB_URL || '' }}`,
      YARDMASTER_SECRET_API_KEY: `\${{ contains(fromJSON(inputs.secrets), 'API_KEY') && secrets.API_KEY || '' }}`,
    });
    const settle = workflows.get('yardmaster-attempt.yml')?.jobs.settle;
    expect(JSON.stringify(settle)).not.toContain('secrets.');
  });

  test.each([
    [{ ...options, action: 'evil\n  run: x' }],
    [{ ...options, action: './other' }],
    [{ ...options, secrets: ['A-B'] }],
    [{ ...options, secrets: ['GITHUB_TOKEN'] }],
    [{ ...options, version: 'v1\nx' }],
  ])('are not rendered with %j', (wrong) => {
    expect(workflowOptionsProblem(wrong)).not.toBeNull();
  });

  test('are rendered with good options', () => {
    expect(workflowOptionsProblem(options)).toBeNull();
    expect(workflowOptionsProblem({ action: './', version: '', secrets: [] })).toBeNull();
  });
});
