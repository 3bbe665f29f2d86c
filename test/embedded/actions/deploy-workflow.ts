/** A workflow of two jobs that can be dispatched. */
export const deployWorkflow = `name: Deploy
run-name: Deploy to \${{ inputs.target }}
on:
  workflow_dispatch:
    inputs:
      target: { type: choice, options: [test, production], required: true }
      times: { type: number, default: 1 }
      dry: { type: boolean }
permissions: {}
jobs:
  build:
    runs-on: ubuntu-latest
    permissions: { contents: read }
    steps: [{ run: make }]
  deploy:
    name: deploy to \${{ inputs.target }}
    needs: build
    runs-on: ubuntu-latest
    permissions: { issues: write }
    concurrency: deploy-\${{ inputs.target }}
    steps: [{ run: ./deploy }]
`;
/** One that cannot. */
export const untriggered =
  'on: push\njobs: { a: { runs-on: ubuntu-latest, steps: [{ run: make }] } }\n';

/** A stand-in's script: it succeeds in `build`, fails in `deploy`, and prints what it was given. */
export const twoJobs = `
const build = 'Deploy/\\u2063build\\u2063';
const deploy = 'Deploy/\\u2063deploy to ' + event.inputs.target + '\\u2064deploy-' + event.inputs.target + '\\u2063   ';
begin(build, 'build');
step(build, 'build', 'Run make', { msg: '⭐ Run Main make' });
step(build, 'build', 'Run make', { msg: 'made ' + JSON.stringify(event.inputs) + '\\n', raw_output: true });
step(build, 'build', 'Run make', { msg: 'ok', stepResult: 'success' });
end(build, 'build', 'success');
begin(deploy, 'deploy');
step(deploy, 'deploy', 'Run ./deploy', { msg: '⭐ Run Main ./deploy' });
step(deploy, 'deploy', 'Run ./deploy', { msg: 'no', stepResult: 'failure' });
end(deploy, 'deploy', 'failure');
process.exit(1);
`;
