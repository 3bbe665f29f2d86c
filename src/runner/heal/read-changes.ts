/** Commits of scratch checkouts, and what they change as whole files. */
import type { ChangeSet, FileChange } from '../../heal/fix/fix.ts';
import { type Git, gitText } from './git.ts';
import { noIdentity } from './snapshot.ts';

const mostBytes = 1 << 20;

export type ReadChanges =
  | { readonly ok: true; readonly changes: ChangeSet }
  | { readonly ok: false; readonly why: string };

/** Commits all of a checkout (what git ignores stays out). */
export async function commitAll(
  git: Git,
  checkout: string,
  parent: string,
  message: string,
): Promise<string> {
  await gitText(git, ['add', '--all', '--', '.'], { directory: checkout });
  const tree = await gitText(git, ['write-tree'], { directory: checkout });
  return gitText(git, ['commit-tree', tree, '-p', parent, '-m', message], {
    directory: checkout,
    environment: noIdentity,
  });
}

/** What differs between two commits; refused where it is not plain text in plain files. */
export async function readChanges(
  git: Git,
  gitDir: string,
  from: string,
  to: string,
): Promise<ReadChanges> {
  const options = { directory: gitDir, environment: { GIT_DIR: gitDir } };
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', from, to];
  const fields = (await gitText(git, args, options)).split('\0');
  const changes: FileChange[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const path = fields[at + 1] ?? '';
    const [before = '', after = '', old = '', young = ''] = (fields[at] ?? '').slice(1).split(' ');
    const why = refusal(before, after);
    if (why) return { ok: false, why: `${path} ${why}.` };
    const texts = [await readBlob(git, gitDir, old), await readBlob(git, gitDir, young)] as const;
    if (texts[0] === undefined || texts[1] === undefined)
      return { ok: false, why: `${path} is no text of up to 1 MiB.` };
    changes.push({ path, before: texts[0], after: texts[1] });
  }
  return { ok: true, changes };
}

const plain = new Set(['000000', '100644', '100755']);

function refusal(before: string, after: string): string | null {
  if (!plain.has(before) || !plain.has(after)) return 'is a symbolic link or a submodule';
  const both = before !== '000000' && after !== '000000';
  if (both && before !== after) return 'would get other rights';
  return before === '000000' && after === '100755' ? 'would be a new program' : null;
}

/** null: there is none; undefined: not text, or too large. */
async function readBlob(git: Git, gitDir: string, id: string): Promise<string | null | undefined> {
  if (/^0+$/.test(id)) return null;
  const { ok, bytes } = await git(['cat-file', 'blob', id], {
    directory: gitDir,
    environment: { GIT_DIR: gitDir },
  });
  if (!ok || bytes.length > mostBytes || bytes.includes(0)) return undefined;
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : undefined;
}
