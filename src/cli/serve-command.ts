/** What `yardmaster serve` does. */
import { resolve } from 'node:path';
import { CliProblem } from './cli-problem.ts';
import { exitCodes } from './exit-codes.ts';
import { readCheckout } from './state/git-checkout.ts';
import { openLocalGitHub, pushHead } from './state/local-github.ts';
import { makeStateFolder, stateFolder } from './state/state-folder.ts';
import type { Terminal } from './terminal.ts';

/** Serves until it is interrupted; answers the exit code. Throws `CliProblem`. */
export async function serveCommand(
  terminal: Terminal,
  port: number,
  folder: string | undefined,
): Promise<number> {
  const checkout = readCheckout(resolve(terminal.directory, folder ?? '.'));
  const state = stateFolder(checkout.root);
  makeStateFolder(state, checkout.exclude);
  const { github } = openLocalGitHub(state, checkout);
  await pushHead(state, checkout);
  const token = github.createToken({ login: checkout.actor });
  try {
    const listening = await github.listen(port).catch((error: NodeJS.ErrnoException) => {
      throw new CliProblem(
        'port-in-use',
        `Port ${port} cannot be used (${error.code ?? error.message}).`,
        'Choose another one: `yardmaster serve --port 0` takes a free one.',
      );
    });
    const { owner, repo } = checkout;
    const { paint } = terminal;
    terminal.write(
      [
        `${paint('bold', 'Embedded GitHub')}  ${listening.url}/${owner}/${repo}`,
        `  issues  ${listening.url}/${owner}/${repo}/issues`,
        `  git     git clone ${listening.url}/${owner}/${repo}.git`,
        `  API     curl -H 'Authorization: Bearer ${token}' ${listening.url}/repos/${owner}/${repo}`,
        // gh speaks plain HTTP with this one host alone, and reaches it through a proxy: this server.
        `  gh      HTTP_PROXY=${listening.url} GH_HOST=github.localhost GH_TOKEN=${token} gh issue list --repo github.localhost/${owner}/${repo}`,
        paint('dim', 'Ctrl-C ends it.'),
        '',
      ].join('\n'),
    );
    await new Promise<void>((done) => {
      const quiet = terminal.onInterrupt(() => {
        quiet();
        done();
      });
    });
    await listening.close();
  } finally {
    await github.close();
  }
  return exitCodes.completed;
}
