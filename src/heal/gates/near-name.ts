import { isOtherWord } from '../fixers/is-other-word.ts';
import { nearNames } from '../fixers/near-name.ts';

/**
 * Whether one name is the other with a slip of the pen, which case alone is as well. Short names say nothing, and
 * `max_amount` is no slip of `min_amount`.
 */
export function isNearName(one: string, other: string): boolean {
  if (one === other || Math.min(one.length, other.length) < 3) return false;
  if (one.toLowerCase() === other.toLowerCase()) return true;
  return !isOtherWord(one, other) && nearNames(one, [other]).length > 0;
}
