import { linesOf } from '../fix/apply-edits.ts';
import type { FileChange, Fix } from '../fix/fix.ts';

/**
 * Whether a change puts back what is missing: a file as it was in the last commit that passed, or lines of one as
 * they were in an earlier commit, while all that is there stays. Nothing of it is new, and there is nothing that it
 * could be weaker than. What is no configuration, and what came from mere history, waits for a person besides.
 */
export function bringsBack({ action }: Fix, { path, before, after }: FileChange): boolean {
  if (action.kind !== 'restore' || action.path !== path || after === null) return false;
  if (before === null) return true;
  return action.from === 'history' && !/\.ya?ml$/i.test(path) && isPartOf(before, after);
}

/** Whether a text's lines stand in the other one in their order. */
export function isPartOf(text: string, whole: string): boolean {
  const lines = linesOf(text);
  let at = 0;
  for (const line of linesOf(whole)) if (line === lines[at]) at++;
  return at === lines.length;
}
