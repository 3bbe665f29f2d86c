import type { ChangeSet } from '../fix/fix.ts';
import { changedLines } from '../gates/changed-lines.ts';

/** A column that a YAML file of dbt describes under another name than before. */
export interface RenamedColumn {
  readonly from: string;
  readonly to: string;
}

const entry = /^- name:\s*["']?(\w+)["']?$/;

/** The one entry that a change gives another name, where it does nothing else; null otherwise. */
export function renamedColumn(changes: ChangeSet): RenamedColumn | null {
  const [change, more] = changes;
  if (!change || more !== undefined || !/\.ya?ml$/i.test(change.path)) return null;
  if (change.before === null || change.after === null) return null;
  const { removed, added } = changedLines(change.before, change.after);
  const [from, to] = [entry.exec(removed[0] ?? '')?.[1], entry.exec(added[0] ?? '')?.[1]];
  if (removed.length !== 1 || added.length !== 1) return null;
  return from !== undefined && to !== undefined ? { from, to } : null;
}

/**
 * The id of the same test on the renamed column: dbt makes the names of generic tests of the columns that they are on,
 * and ends their ids in a hash. null: there is none, or several.
 */
export function renamedTest(
  id: string,
  { from, to }: RenamedColumn,
  ids: readonly string[],
): string | null {
  const [kind, project, name = '', hash] = id.split('.');
  if (kind !== 'test' || hash === undefined || !name.includes(from)) return null;
  const wanted = `${kind}.${project}.${name.replaceAll(from, to)}.`;
  const found = ids.filter(
    (one) => one.startsWith(wanted) && !one.slice(wanted.length).includes('.'),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}
