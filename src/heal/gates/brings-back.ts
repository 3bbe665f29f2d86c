import type { FileChange, Fix } from '../fix/fix.ts';

/**
 * Whether a change puts a file back that is missing, as it was in the last commit that passed: nothing of it
 * is new, and there is nothing that it could be weaker than.
 */
export function bringsBack({ action }: Fix, { path, before, after }: FileChange): boolean {
  return action.kind === 'restore' && action.path === path && before === null && after !== null;
}
