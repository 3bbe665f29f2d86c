import type { ChangeSet, Fix } from '../fix/fix.ts';
import type { GateFacts } from '../fix/gate.ts';
import { isNearName } from './near-name.ts';
import { modelName, pureRename } from './pure-rename.ts';
import { sizeOf } from './size-gate.ts';

/** What a gate says about a fix that is sound in itself: whether a person may let it through. */
export type Consent = null | { readonly kind: 'wait' | 'refuse'; readonly why: string };

/** Only the one answer that there is may be applied without a person. */
export function judgeCandidates(
  { candidates, action }: Fix,
  changes: ChangeSet,
  facts: GateFacts,
): Consent {
  if (!Number.isInteger(candidates) || candidates < 1) {
    return { kind: 'refuse', why: 'It does not say how many answers were equally good.' };
  }
  if (facts.approved) return null;
  const rename = pureRename(changes);
  if (rename && !isNearName(modelName(rename.from), modelName(rename.to))) {
    return {
      kind: 'wait',
      why: 'The names are no slips of one another; whether a rename is to be finished or undone is for a person.',
    };
  }
  if (action.kind === 'restore' && (action.from === 'history' || !isConfiguration(action.path))) {
    return {
      kind: 'wait',
      why: 'It was taken away in an earlier commit; whether it is to come back is for a person.',
    };
  }
  if (candidates === 1) return null;
  return { kind: 'wait', why: `${candidates} answers are equally good; a person has to choose.` };
}

/**
 * `human-in-loop` waits for everything but another try; `autonomous` waits where the confidence is too low
 * or nothing would verify the fix.
 */
export function judgeMode(fix: Fix, changes: ChangeSet, facts: GateFacts): Consent {
  const { confidence } = fix;
  if (!(Number.isFinite(confidence) && confidence >= 0 && confidence <= 100)) {
    return { kind: 'refuse', why: 'Its confidence is no number between 0 and 100 %.' };
  }
  const onlyTriesAgain = fix.action.kind === 'retry' || fix.action.kind === 'adjust';
  if (facts.approved || (onlyTriesAgain && changes.length === 0)) return null;
  if (facts.mode !== 'autonomous') {
    return { kind: 'wait', why: 'In the mode human-in-loop each fix waits for an approval.' };
  }
  if (!facts.verification) {
    return { kind: 'wait', why: 'Nothing is configured that would verify it (`heal.verify`).' };
  }
  if (confidence >= facts.threshold) return null;
  const than = `${percent(confidence)} is less than the ${percent(facts.threshold)} at which fixes are applied without a person`;
  return { kind: 'wait', why: `Its confidence of ${than}.` };
}

/** What was diagnosed on one commit says nothing about another. Both are empty where there is none yet. */
export function judgeHead(_: Fix, __: ChangeSet, { failedOn, head }: GateFacts): Consent {
  if (failedOn === head) return null;
  return {
    kind: 'refuse',
    why: `The failure was seen on ${commit(failedOn)}, but ${commit(head)} is checked out now.`,
  };
}

/** A person who approved this fix spends of their own; all else keeps to the budget. */
export function judgeBudget(fix: Fix, changes: ChangeSet, facts: GateFacts): Consent {
  if (facts.approved || fix.action.kind === 'retry') return null;
  const { spent, budget } = facts;
  if (!(spent.fixes < budget.fixes)) {
    return { kind: 'refuse', why: `The budget of ${budget.fixes} fixes is spent.` };
  }
  const { files, lines } = sizeOf(changes);
  if (!(spent.files + files <= budget.files)) {
    return over('files', files, spent.files, budget.files);
  }
  return spent.lines + lines <= budget.lines
    ? null
    : over('lines', lines, spent.lines, budget.lines);
}

/** What programs read before they do anything; what they do is not part of it. */
function isConfiguration(path: string): boolean {
  return /\.(?:json|ya?ml|toml|ini|cfg|conf|properties)$|(?:^|\/)[^./]+$/i.test(path);
}

function over(what: string, more: number, spent: number, budget: number): Consent {
  const before = spent > 0 ? ` after the ${spent} before` : '';
  return {
    kind: 'wait',
    why: `It changes ${more} ${what}${before}, more than the budget of ${budget}.`,
  };
}

function percent(value: number): string {
  return `${Math.round(value)} %`;
}

function commit(sha: string): string {
  return /^[0-9a-f]{7,64}$/i.test(sha) ? sha.slice(0, 7) : 'an unknown commit';
}
