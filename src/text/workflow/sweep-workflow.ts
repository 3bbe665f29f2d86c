import { fillTemplate } from './fill-template.ts';
import { sharedBlocks } from './shared-blocks.ts';
import type { WorkflowOptions } from './workflow-options.ts';

const template = `@origin
name: Yardmaster sweep

on:
  schedule:
    - cron: '7,37 * * * *'
    - cron: '23 5 * * *'
  workflow_dispatch:
    inputs:
      report:
        description: Write the status report
        type: boolean
        default: true

permissions: {}

concurrency:
  group: yardmaster-sweep
  cancel-in-progress: false

jobs:
  # Finds what nobody told: attempts that died, dispatches that were lost, retries that are due.
  sweep:
    name: sweep
    runs-on: ubuntu-slim
    timeout-minutes: 10
    permissions:
      actions: write # dispatches what is due
      contents: write # the journal's branch, and those of fixes
      issues: write # the issues of runs and tasks
      pull-requests: write # whether a fix was merged, and those of healings that nobody settled
    steps:
      @settings
      - uses: @action
        with:
          mode: sweep
          token: << github.token >>
          report: << inputs.report || github.event.schedule == '23 5 * * *' >>
`;

/** `yardmaster-sweep.yml`: every half hour, and once a day with the status report. */
export function renderSweepWorkflow(options: WorkflowOptions): string {
  return fillTemplate(template, options, sharedBlocks(options));
}
