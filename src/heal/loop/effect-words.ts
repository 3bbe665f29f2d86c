/** What the loop's effects are called in its log, and what becomes of one that its port could not do. */
import type { HealEffect, HealEvent } from './heal-state.ts';

/** What is about to be done, for people; null: not worth a line. */
export function wordsOf(effect: HealEffect): string | null {
  switch (effect.do) {
    case 'run':
      return runWords[effect.as];
    case 'reduce':
      return null;
    case 'diagnose':
      return 'Find out what failed';
    case 'propose':
      return 'Look for what may mend it';
    case 'apply':
      return `Try in a scratch checkout: ${effect.fix.title} (${percent(effect.fix)})`;
    case 'judge':
      return 'Ask the gates';
    case 'verify':
      return 'Verify in a clean checkout';
    case 'stack':
      return `It mended its failure; the next one is looked at: ${effect.fix.title}`;
    case 'keep':
      return `Keep: ${effect.fix.title}`;
    case 'undo':
      return `Undo: ${effect.fix.title}. ${effect.why}`;
    case 'wait':
      return `Wait ${effect.delay / 1_000} s before the next try`;
    case 'hold':
      return `Leave to a person: ${effect.fix.title}. ${effect.why}`;
    case 'settle':
    case 'remember':
      return null;
    case 'report':
      return `Report: ${effect.result}`;
  }
}

const runWords = {
  first: 'Run the command',
  retry: 'Run the command again',
  confirmation: 'Run the command with the fix in place',
};

function percent({ confidence, cases }: { confidence: number; cases: number }): string {
  return `${confidence} %, ${cases} ${cases === 1 ? 'case' : 'cases'}`;
}

/** What the machine hears where an effect threw (a full disk, a folder that went away); undefined: nothing fits. */
export function mishap(effect: HealEffect, why: string): HealEvent | null | undefined {
  switch (effect.do) {
    case 'propose':
      return { kind: 'proposed', fixes: [], undone: [], kept: [] };
    case 'apply':
      return { kind: 'inapplicable', why };
    case 'judge':
      return { kind: 'judged', verdict: { kind: 'refuse', gate: 'paths', why } };
    case 'verify':
      return { kind: 'disproved', why, leads: 'undo' };
    case 'keep':
      return { kind: 'unkeepable', why, wait: false };
    case 'hold':
    case 'remember':
      return null;
    case 'run':
    case 'reduce':
    case 'diagnose':
    case 'stack':
    case 'undo':
    case 'wait':
    case 'settle':
    case 'report':
      return undefined;
  }
}
