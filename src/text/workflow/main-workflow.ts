import { fillTemplate } from './fill-template.ts';
import { sharedBlocks } from './shared-blocks.ts';
import type { WorkflowOptions } from './workflow-options.ts';

const template = `@origin
name: Yardmaster
# A batch that was dispatched is found again by the key in this name.
run-name: << inputs.key != '' && format('Yardmaster batch {0}', inputs.key) || inputs.apply-fix != '' && format('Yardmaster fix {0}', inputs.apply-fix) || format('Yardmaster {0}', inputs.pipeline) >>

on:
  workflow_dispatch:
    inputs:
      pipeline:
        description: The pipeline to run, as its file in .github/pipelines is called (empty for the only one)
        type: string
        default: ''
      slots:
        description: How many of its tasks may run at once (empty for what the pipeline says)
        type: string
        default: ''
      apply-fix:
        description: A fix that waits for you, instead of a pipeline (ID:HASH, as the issue of the failure says)
        type: string
        default: ''
      run:
        description: Leave empty. The issue of a run, set by Yardmaster itself
        type: string
        default: ''
      batch:
        description: Leave empty. The batch to start, set by Yardmaster itself
        type: string
        default: ''
      key:
        description: Leave empty. The name by which a batch is found, set by Yardmaster itself
        type: string
        default: ''

permissions: {}

jobs:
  # Opens a run, or reads the batch that was dispatched, and says what is to be attempted.
  plan:
    name: plan
    if: << inputs.apply-fix == '' >>
    runs-on: ubuntu-slim
    timeout-minutes: 10
    permissions:
      actions: write # dispatches further batches
      contents: write # the journal's branch
      issues: write # the run's issue
    outputs:
      matrix: << steps.plan.outputs.matrix >>
      max-parallel: << steps.plan.outputs.max-parallel >>
      legs: << steps.plan.outputs.legs >>
    steps:
      @settings
      - id: plan
        uses: @action
        with:
          mode: plan
          token: << github.token >>
          pipeline: << inputs.pipeline >>
          slots: << inputs.slots >>
          run: << inputs.run >>
          batch: << inputs.batch >>
          key: << inputs.key >>

  # One leg a task; each settles by itself and starts what becomes ready.
  attempt:
    name: << matrix.label >>
    needs: plan
    if: << needs.plan.outputs.legs != '0' >>
    strategy:
      fail-fast: false
      max-parallel: << fromJSON(needs.plan.outputs.max-parallel) >>
      matrix: << fromJSON(needs.plan.outputs.matrix) >>
    # Two attempts at a task never run at the same time; who waits is not dropped for who comes later.
    concurrency:
      group: yardmaster-<< matrix.run >>-<< matrix.task >>
      cancel-in-progress: false
      queue: max
    permissions:
      actions: write # the most that a job of the called workflow asks for
      contents: write # so too
      issues: write # so too
      pull-requests: write # so too
    uses: ./.github/workflows/yardmaster-attempt.yml # @same-commit
    with:
      run: << matrix.run >>
      task: << matrix.task >>
      attempt: << matrix.attempt >>
      batch: << matrix.batch >>
      commit: << matrix.commit >>
      kind: << matrix.kind >>
      runs-on: << toJSON(matrix.runs-on) >>
      environment: << matrix.environment >>
      timeout-minutes: << matrix.timeout-minutes >>
      secrets: << toJSON(matrix.secrets) >>
    @secrets

  # Makes a fix that waits a pull request. Nothing of it is executed here.
  apply:
    name: apply
    if: << inputs.apply-fix != '' >>
    runs-on: ubuntu-slim
    timeout-minutes: 10
    permissions:
      contents: write # the branch of the fix, and the journal's
      issues: write # the issue of the failure
      pull-requests: write # the fix is proposed as one
    steps:
      @settings
      - uses: @action
        with:
          mode: apply
          token: << github.token >>
          fix: << inputs.apply-fix >>
`;

/** `yardmaster.yml`: a person's button, and what dispatches of batches start. */
export function renderMainWorkflow(options: WorkflowOptions): string {
  const blocks = sharedBlocks(options);
  return fillTemplate(template, options, {
    ...blocks,
    secrets: options.secrets.length
      ? ['secrets:', ...options.secrets.map((name) => `  ${name}: << secrets.${name} >>`)]
      : [],
  });
}
