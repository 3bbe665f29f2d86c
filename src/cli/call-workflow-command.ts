/**
 * An attempt at a task that uses a workflow, as a process of its own: so its slot, its log, its time-out and
 * its stop are those of any other attempt. It dispatches on the embedded GitHub, which runs the workflow
 * through act, and ends as the workflow's run does.
 */
import { CallProblem } from '../github/call-problem.ts';
import { callWorkflow } from '../github/call-workflow.ts';
import { calledWorkflow } from '../github/called-workflow.ts';
import { githubClient } from '../github/github-client.ts';
import { makeOctokit } from '../github/make-octokit.ts';
import { PortError } from '../reconcile/ports.ts';
import { ownLogin } from './state/local-github.ts';
import type { Terminal } from './terminal.ts';

const askEvery = 500;

/** Answers 0 where the workflow's run succeeded; 1 otherwise, with the reason as its last line. */
export async function callWorkflowCommand(terminal: Terminal): Promise<number> {
  const stopper = new AbortController();
  const quiet = terminal.onInterrupt(() => stopper.abort());
  try {
    const result = await perform(terminal, stopper.signal);
    if (result.outcome === 'success') return 0;
    terminal.write(`error: ${result.message}\n`);
  } catch (error) {
    if (error instanceof CallProblem) terminal.write(`error: ${error.message}. ${error.remedy}\n`);
    else if (error instanceof PortError) terminal.write(`error: ${error.message}\n`);
    else throw error;
  } finally {
    quiet();
  }
  return 1;
}

function perform({ environment, now, write }: Terminal, stop: AbortSignal) {
  const fact = (name: string): string => environment[`YARDMASTER_${name}`] ?? '';
  const [owner = '', repo = ''] = fact('REPOSITORY').split('/');
  const clock = {
    now,
    sleep: (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time)),
  };
  const octokit = makeOctokit({
    token: fact('GITHUB_TOKEN'),
    baseUrl: fact('GITHUB'),
    fetch: (url, init) => globalThis.fetch(url, init),
    userAgent: 'yardmaster',
  });
  const client = githubClient({ octokit, owner, repo, self: ownLogin, pace: 0, clock });
  const call = {
    ...calledWorkflow(fact('ROOT'), fact('CALLS')),
    ref: {
      run: Number(fact('RUN')),
      task: Number(fact('ATTEMPT_OF')),
      attempt: Number(fact('ATTEMPT')),
    },
    branch: fact('BRANCH'),
    askEvery,
  };
  return callWorkflow(client, call, clock, stop, write);
}
