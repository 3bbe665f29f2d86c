import { fillTemplate } from './fill-template.ts';
import { sharedBlocks } from './shared-blocks.ts';
import { pinned, type WorkflowOptions } from './workflow-options.ts';

const template = `@origin
name: Yardmaster attempt

on:
  workflow_call:
    inputs:
      run:
        description: The run's issue
        type: number
        required: true
      task:
        description: The task's number in the run
        type: number
        required: true
      attempt:
        description: The number of the attempt
        type: number
        required: true
      batch:
        description: The batch that it belongs to
        type: number
        required: true
      commit:
        description: The commit of the run
        type: string
        required: true
      kind:
        description: command, live (a command that reports while it runs) or uses (another workflow)
        type: string
        required: true
      runs-on:
        description: Labels of the runner, as JSON
        type: string
        required: true
      environment:
        description: The deployment environment of the task; empty for none
        type: string
        required: true
      timeout-minutes:
        description: When the job ends at the latest
        type: number
        required: true
      secrets:
        description: Names of the secrets that the task asks for, as JSON
        type: string
        required: true
    @declared

permissions: {}

jobs:
  # Runs the task's command. It may read, and nothing else.
  run:
    name: run
    if: << inputs.kind == 'command' >>
    runs-on: << fromJSON(inputs.runs-on) >>
    environment: << inputs.environment >>
    timeout-minutes: << inputs.timeout-minutes >>
    permissions:
      actions: read # files of earlier tasks
      contents: read # the commit
      issues: read # the run's issue
    outputs:
      result: << steps.attempt.outputs.result >>
      artifact: << steps.left.outputs.artifact-id >>
    steps:
      @attempt

  # The same for a task that says so: its issue shows its output while it runs.
  run-live:
    name: run-live
    if: << inputs.kind == 'live' >>
    runs-on: << fromJSON(inputs.runs-on) >>
    environment: << inputs.environment >>
    timeout-minutes: << inputs.timeout-minutes >>
    permissions:
      actions: read # files of earlier tasks
      contents: read # the commit
      issues: write # the run's issue, and a comment in the task's
    outputs:
      result: << steps.attempt.outputs.result >>
      artifact: << steps.left.outputs.artifact-id >>
    steps:
      @attempt

  # Dispatches the workflow that the task uses, and waits for its end. No command runs here.
  call:
    name: call
    if: << inputs.kind == 'uses' >>
    runs-on: ubuntu-latest
    timeout-minutes: << inputs.timeout-minutes >>
    permissions:
      actions: write # dispatches, and cancels when the task is stopped
      contents: read # the commit
      issues: read # the run's issue
    outputs:
      result: << steps.attempt.outputs.result >>
      artifact: << steps.left.outputs.artifact-id >>
    steps:
      @call

  # Writes down how it went and starts what became ready. No command of the task runs here.
  settle:
    name: settle
    needs: [run, run-live, call]
    if: << always() >>
    runs-on: ubuntu-slim
    timeout-minutes: 10
    permissions:
      actions: write # dispatches what became ready
      contents: write # the journal's branch, and those of fixes
      issues: write # the run's issue and those of its tasks
      pull-requests: write # a fix is proposed as one
    steps:
      @settings
      - uses: @action
        with:
          mode: settle
          token: << github.token >>
          run: << inputs.run >>
          task: << inputs.task >>
          attempt: << inputs.attempt >>
          batch: << inputs.batch >>
          conclusion: << inputs.kind == 'command' && needs.run.result || inputs.kind == 'live' && needs.run-live.result || needs.call.result >>
          result: << inputs.kind == 'command' && needs.run.outputs.result || inputs.kind == 'live' && needs.run-live.outputs.result || needs.call.outputs.result >>
          artifact: << inputs.kind == 'command' && needs.run.outputs.artifact || inputs.kind == 'live' && needs.run-live.outputs.artifact || needs.call.outputs.artifact >>
`;

const identity = [
  '    token: << github.token >>',
  '    run: << inputs.run >>',
  '    task: << inputs.task >>',
  '    attempt: << inputs.attempt >>',
];

/** What follows the Action in each job that makes an attempt: its artifact, and the job's colour. */
const afterwards = [
  "- if: << always() && steps.attempt.outputs.result != '' >>",
  '  id: left',
  `  uses: ${pinned.uploadArtifact}`,
  '  with:',
  '    name: yardmaster-<< inputs.run >>.<< inputs.task >>.<< inputs.attempt >>',
  '    path: << steps.attempt.outputs.left >>',
  '    if-no-files-found: error',
  '    include-hidden-files: true',
];
const colour = [
  '- name: Say that the task failed',
  "  if: << steps.attempt.outputs.outcome == 'failure' >>",
  '  run: exit 1',
];

function attemptStep(secrets: readonly string[]): string[] {
  return [
    '- id: attempt',
    '  uses: @action',
    '  with:',
    '    mode: run',
    ...identity,
    ...(secrets.length > 0 ? ['  env:'] : []),
    ...secrets.map(
      (name) =>
        `    YARDMASTER_SECRET_${name}: << contains(fromJSON(inputs.secrets), '${name}') && secrets.${name} || '' >>`,
    ),
  ];
}

/** `yardmaster-attempt.yml`: one attempt, what it left settled afterwards by a job that runs no foreign code. */
export function renderAttemptWorkflow(options: WorkflowOptions): string {
  const blocks = sharedBlocks(options);
  const declared = options.secrets.flatMap((name) => [`  ${name}:`, '    required: false']);
  return fillTemplate(template, options, {
    ...blocks,
    declared: declared.length > 0 ? ['secrets:', ...declared] : [],
    attempt: [...(blocks.commit ?? []), ...attemptStep(options.secrets), ...afterwards, ...colour],
    call: [
      ...(blocks.commit ?? []),
      '- id: attempt',
      '  uses: @action',
      '  with:',
      '    mode: call',
      ...identity,
      ...afterwards,
      ...colour,
    ],
  });
}
