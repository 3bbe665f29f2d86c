import type { FixDraft } from '../../fix/fix.ts';
import { nearestNames } from '../near-name.ts';
import type { Slip } from './mentions.ts';

export interface SlipSides {
  /** Names that are there. */
  readonly pool: readonly string[];
  slip(name: string): Slip;
  /** What earlier texts of the files say of it; null: they do not tell. */
  lately?(name: string): 'wrong' | 'near' | null;
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
    const known = sides.slip(name);
    // What was written lately is the slip.
    const slip = known === 'unclear' ? (sides.lately?.(name) ?? known) : known;
    if (slip === 'neither') return [];
    if (slip === 'unclear') answers++;
    return [
      ...(slip === 'near' ? [] : sides.atUse(name)),
      ...(slip === 'wrong' ? [] : sides.atDefinition(name)),
    ];
  });
  const candidates = Math.max(answers, drafts.length);
  return drafts.map((draft) => ({
    ...draft,
    candidates: Math.max(candidates, draft.candidates),
  }));
}
