/** Tidies up after healings that were killed: whoever starts next does it first. */

import { healFolder, sweepScratch } from './heal-folder.ts';
import { recover } from './in-place.ts';
import type { Repository } from './repository.ts';

/** What was tidied up, in sentences for people; nothing mostly. */
export function recoverTree(repository: Repository): readonly string[] {
  const folder = healFolder(repository);
  const restored = recover(folder.recovery);
  const swept = sweepScratch(folder);
  const words: string[] = [];
  if (restored) {
    const files = restored.files === 1 ? '1 file is' : `${restored.files} files are`;
    words.push(`A fix that was being put in place was cut off: ${files} as before.`);
    for (const path of restored.foreign)
      words.push(`${path} was changed since then and was left alone.`);
  }
  if (swept > 0) words.push('What a healing that was killed had left was removed.');
  return words;
}
