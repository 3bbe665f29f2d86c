import type { FixDraft } from '../../fix/fix.ts';
import { nearestNames } from '../near-name.ts';
import type { Slip } from './mentions.ts';

export interface SlipSides {
  /** Names that are there. */
  readonly pool: readonly string[];
  slip(name: string): Slip;
  /** Whether the place of use said the wrong name when the command last passed; null: nobody knows. */
  readonly saidBefore?: boolean | null;
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
    const slip = settled(sides.slip(name), sides.saidBefore ?? null);
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

/** What changed since the command passed is the slip. */
function settled(slip: Slip, saidBefore: boolean | null): Slip {
  if (slip !== 'unclear' || saidBefore === null) return slip;
  return saidBefore ? 'near' : 'wrong';
}
