import type { FileChange, Fix } from '../fix/fix.ts';
import { isPartOf } from './brings-back.ts';
import { isMap, readYaml, sameTree, type Tree, type TreeMap } from './yaml-trees.ts';

/**
 * Whether a change puts variables back into dbt_project.yml as an earlier commit had them, and nothing else: every line
 * that is there stays, no other key differs, and no variable that has a value gets another one.
 */
export function bringsVariablesBack({ action }: Fix, change: FileChange): boolean {
  const { path, before, after } = change;
  if (action.kind !== 'restore' || action.from !== 'history' || action.path !== path) return false;
  if (!/(?:^|\/)dbt_project\.yml$/.test(path) || before === null || after === null) return false;
  const [was, is] = [settingsIn(before), settingsIn(after)];
  if (!was || !is || !isPartOf(before, after)) return false;
  const rest = (settings: TreeMap) => new Map([...settings].filter(([key]) => key !== 'vars'));
  return sameTree(rest(was), rest(is)) && isWithin(was.get('vars'), is.get('vars'));
}

function settingsIn(text: string): TreeMap | null {
  const read = readYaml(text);
  const [settings, more] = read.ok ? read.documents : [];
  return isMap(settings) && more === undefined ? settings : null;
}

/** Whether all that the one says, the other says as well. */
function isWithin(one: Tree | undefined, other: Tree | undefined): boolean {
  if (one === undefined || one === null) return true;
  if (!isMap(one) || !isMap(other)) return sameTree(one, other);
  return [...one].every(([key, item]) => other.has(key) && isWithin(item, other.get(key)));
}
