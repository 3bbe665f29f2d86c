import type { Prng } from './prng.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz';

/**
 * The word with one slip of the keyboard behind its first letter: two letters swapped, one lost, one doubled,
 * or one replaced. `taken` are words that it must not become.
 */
export function misspell(word: string, random: Prng, taken: (word: string) => boolean): string {
  for (let attempt = 0; attempt < 50; attempt++) {
    const at = random.int(1, word.length - 2);
    const [here = '', next = ''] = [word[at], word[at + 1]];
    const slips = [
      word.slice(0, at) + next + here + word.slice(at + 2),
      word.slice(0, at) + word.slice(at + 1),
      word.slice(0, at) + here + word.slice(at),
      word.slice(0, at) + random.pick([...letters]) + word.slice(at + 1),
    ];
    const slip = random.pick(slips);
    if (slip !== word && !taken(slip)) return slip;
  }
  throw new Error(`no way to misspell ${word}`);
}
