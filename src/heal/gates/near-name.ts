import { nearNames } from '../fixers/near-name.ts';

/** Whether one name is the other with a slip of the pen, which case alone is as well. Short names say nothing. */
export function isNearName(one: string, other: string): boolean {
  if (one === other || Math.min(one.length, other.length) < 3) return false;
  return one.toLowerCase() === other.toLowerCase() || nearNames(one, [other]).length > 0;
}
