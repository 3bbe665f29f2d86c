import type { FixDraft } from '../../fix/fix.ts';
import { nearestNames } from '../near-name.ts';
import type { Slip } from './mentions.ts';

export interface SlipSides {
  /** Names that are there. */
  readonly pool: readonly string[];
  slip(name: string): Slip;
  /** Writes the name that is there where the wrong one stands. */
  atUse(name: string): readonly FixDraft[];
  /** Gives what is there the name that is used. */
  atDefinition(name: string): readonly FixDraft[];
}

/**
 * What may be done about a name that was not found: for each of the nearest names, the change at the side
 * where the slip is, or both changes where that is not clear. Each says how many answers there are.
 */
export function slipDrafts(wrong: string, sides: SlipSides): readonly FixDraft[] {
  const names = nearestNames(wrong, sides.pool);
  let answers = names.length;
  const drafts = names.flatMap((name) => {
    const slip = sides.slip(name);
    if (slip === 'neither') return [];
    if (slip === 'unclear') answers++;
    return [
      ...(slip === 'near' ? [] : sides.atUse(name)),
      ...(slip === 'wrong' ? [] : sides.atDefinition(name)),
    ];
  });
  const candidates = Math.max(answers, drafts.length);
  return drafts.map((draft) => ({ ...draft, candidates }));
}
