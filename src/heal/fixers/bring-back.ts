import type { FixDraft } from '../fix/fix.ts';

/** The draft that brings a file back as an earlier commit had it; never without a person. */
export function bringBack(path: string, title: string): FixDraft {
  return {
    remedy: 'restore-from-history',
    title,
    why: 'An earlier commit had it. Whether it is to come back, or what needs it is to go, is for a person.',
    action: { kind: 'restore', path, from: 'history' },
    safe: false,
    prior: [10, 10],
    candidates: 1,
  };
}
