/** Looks at the embedded GitHub of the demo through its API, as anybody would, and merges as a person does. */
import * as z from 'zod';
import { readCheckout } from '../state/git-checkout.ts';
import { openLocalGitHub } from '../state/local-github.ts';
import { stateFolder } from '../state/state-folder.ts';
import type { Terminal } from '../terminal.ts';

const issues = z.array(z.object({ number: z.int(), title: z.string(), state: z.string() }));
const pulls = z.array(
  z.object({
    number: z.int(),
    title: z.string(),
    state: z.string(),
    head: z.object({ ref: z.string() }),
  }),
);
const files = z.array(z.object({ filename: z.string(), patch: z.string().optional() }));

export interface ShopView {
  readonly failures: z.output<typeof issues>;
  readonly pulls: z.output<typeof pulls>;
  /** Of the first pull request, as a diff. */
  readonly diff: string;
}

export async function lookAtShop(terminal: Terminal): Promise<ShopView> {
  return withShop(terminal, async (call) => {
    const failures = issues.parse(await call('GET', 'issues?labels=pipeline-failure&state=all'));
    const open = pulls.parse(await call('GET', 'pulls?state=all'));
    const [first] = open;
    const changed = first ? files.parse(await call('GET', `pulls/${first.number}/files`)) : [];
    return {
      // Tasks that failed carry the same label.
      failures: failures.filter(({ title }) => title.includes('Pipeline Failure')),
      pulls: open,
      diff: changed.map(({ filename, patch }) => `${filename}\n${patch ?? ''}`).join('\n'),
    };
  });
}

export async function mergePull(terminal: Terminal, number: number): Promise<void> {
  await withShop(terminal, (call) => call('PUT', `pulls/${number}/merge`));
}

type Call = (method: string, path: string) => Promise<unknown>;

async function withShop<T>(terminal: Terminal, use: (call: Call) => Promise<T>): Promise<T> {
  const checkout = readCheckout(terminal.directory);
  const { github } = openLocalGitHub(stateFolder(checkout.root), checkout);
  const token = github.createToken({ login: checkout.actor });
  const base = `http://github.localhost/repos/${checkout.owner}/${checkout.repo}`;
  try {
    return await use(async (method, path) => {
      const answer = await github.fetch(`${base}/${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(method === 'GET' ? {} : { body: '{}' }),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    });
  } finally {
    await github.close();
  }
}
