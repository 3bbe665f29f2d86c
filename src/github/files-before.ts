import type { ChangeSet } from '../heal/fix/fix.ts';
import type { FilesBefore } from '../heal/fix/gate.ts';
import { settingsAbove } from '../heal/gates/dbt-folders.ts';
import { mayName, pureRename } from '../heal/gates/pure-rename.ts';
import { decodeText } from './decode-text.ts';
import { fileAt } from './file-at.ts';
import { filesAt } from './files-at.ts';
import type { GitHubClient } from './github-client.ts';

/** A file that gets another name is looked for in all of these; where there are more, the gates refuse it. */
const mostRead = 200;
const atOnce = 10;

/**
 * What the gates ask of the repository besides the change: the settings of the dbt projects around it, and for
 * a file that gets another name all that may call it by the old one.
 *
 * @throws PortError
 */
export async function filesBefore(
  client: GitHubClient,
  commit: string,
  changes: ChangeSet,
): Promise<FilesBefore> {
  const settings = [...new Set(changes.flatMap(({ path }) => settingsAbove(path)))];
  const all = pureRename(changes) === null ? null : await filesAt(client, commit);
  const wanted = [
    ...new Set([...settings, ...(all ?? []).filter((path) => mayName(path, ''))]),
  ].slice(0, mostRead);
  const texts = new Map<string, string | null>();
  for (let at = 0; at < wanted.length; at += atOnce)
    await Promise.all(
      wanted.slice(at, at + atOnce).map(async (path) => {
        const bytes = await fileAt(client, path, commit);
        if (bytes !== null) texts.set(path, decodeText(bytes));
      }),
    );
  return {
    paths: all ?? [...texts.keys()],
    read: (path) => texts.get(path) ?? null,
  };
}
