import { commonWords } from './common-words.ts';

/**
 * Whether a name that is near to another one was most likely meant as it stands: `net_v1` beside `net_v2`,
 * `max_amount` beside `min_amount`, `status` beside `state`. Names of that kind come in families, and what
 * one member gives is not what another one gives, however well the project runs with it. `said` tells whether a
 * part is also a part of other names. A plural beside its singular is no other word, and
 * neither are two swapped letters.
 */
export function isOtherWord(
  wrong: string,
  near: string,
  said: (part: string, name: string) => boolean = () => false,
): boolean {
  const [ours, theirs] = [partsOf(wrong), partsOf(near)];
  if (digitsOf(wrong) !== digitsOf(near)) return true;
  if (ours.length !== theirs.length) return false;
  const different = ours.flatMap((part, at) => {
    const other = theirs[at] ?? '';
    return part === other || isPlural(part, other) || isSwapped(part, other)
      ? []
      : [{ part, other }];
  });
  const isWord = (part: string, name: string) =>
    part.length === 1 || commonWords.has(part) || said(part, name);
  return (
    different.length > 0 &&
    different.every(({ part, other }) => isWord(part, wrong) && isWord(other, near))
  );
}

function digitsOf(name: string): string {
  return name.replace(/\D+/g, ' ').trim();
}

function partsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[_\d$]+/)
    .filter(Boolean);
}

function isPlural(one: string, other: string): boolean {
  return one === `${other}s` || other === `${one}s`;
}

function isSwapped(one: string, other: string): boolean {
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  const back = one.slice(0, at) + (one[at + 1] ?? '') + (one[at] ?? '') + one.slice(at + 2);
  return at >= 0 && back === other;
}
