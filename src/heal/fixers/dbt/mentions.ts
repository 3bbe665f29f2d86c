import { isOtherWord } from '../is-other-word.ts';
import type { DbtProject } from './dbt-project.ts';
import { ownSql, stemOf } from './dbt-project.ts';

const word = /[\p{L}_][\p{L}\p{N}_$]*/gu;

/** How often the project says each word: in SQL, Jinja, YAML, headers of seeds, and names of files. */
export interface Mentions {
  count(name: string): number;
  /** Whether every part of a name (`total_fees`: total, fees) is also said in other words of the project. */
  hasKnownParts(name: string): boolean;
  /** Whether a part of a name, of three letters or more, is also a part of another word. */
  saysPart(part: string, name: string): boolean;
  readonly words: ReadonlySet<string>;
}

const counted = new WeakMap<DbtProject, Mentions>();

export function mentionsIn(dbt: DbtProject): Mentions {
  const known = counted.get(dbt) ?? countMentions(dbt);
  counted.set(dbt, known);
  return known;
}

function countMentions(dbt: DbtProject): Mentions {
  const counts = new Map<string, number>();
  const add = (text: string) => {
    for (const [found] of text.matchAll(word)) {
      const low = found.toLowerCase();
      counts.set(low, (counts.get(low) ?? 0) + 1);
    }
  };
  const named = [...ownSql(dbt), ...dbt.seeds];
  for (const { path, text } of named) {
    add(text);
    // A macro's file says nothing that the macro in it does not say.
    if (!dbt.macros.some((file) => file.path === path)) add(stemOf(path));
  }
  for (const { text } of dbt.yaml) add(text);
  return {
    count: (name) => counts.get(name.toLowerCase()) ?? 0,
    hasKnownParts: (name) => partsOf(name).every((part) => saidElsewhere(part, name, counts)),
    saysPart: (part, name) => part.length > 2 && saidElsewhere(part, name, counts),
    words: new Set(counts.keys()),
  };
}

function partsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[_\d$]+/)
    .filter((part) => part.length > 1);
}

function saidElsewhere(part: string, name: string, counts: ReadonlyMap<string, number>): boolean {
  const low = name.toLowerCase();
  for (const other of counts.keys())
    if (other !== low && partsOf(other).includes(part)) return true;
  return false;
}

/** `neither`: both are names that the project uses, or that somebody may have meant. */
export type Slip = 'wrong' | 'near' | 'unclear' | 'neither';

/**
 * Which of two near names is the slip. `wrong` is the one that was not found, `near` the one that is there;
 * the one that the project says once while it says the other more often is wrong. Where each stands once,
 * the one whose parts the project says nowhere else is.
 */
export function slipOf(wrong: string, near: string, mentions: Mentions): Slip {
  if (meansOther(wrong, near, mentions)) return 'neither';
  const [here, there] = [mentions.count(wrong), mentions.count(near)];
  if (here <= 1 && there >= 2) return 'wrong';
  if (there <= 1 && here >= 2) return 'near';
  if (here > 1 || there > 1) return 'neither';
  const [knownHere, knownThere] = [mentions.hasKnownParts(wrong), mentions.hasKnownParts(near)];
  if (knownHere === knownThere || isPlural(wrong, near)) return 'unclear';
  return knownHere ? 'near' : 'wrong';
}

/** `seats_sold` and `seat_sold`: either may have been meant, whatever else the project says. */
function isPlural(one: string, other: string): boolean {
  const [ours, theirs] = [one.toLowerCase().split('_'), other.toLowerCase().split('_')];
  return (
    ours.length === theirs.length &&
    ours.every((part, at) => {
      const its = theirs[at] ?? '';
      return part === its || part === `${its}s` || its === `${part}s`;
    })
  );
}

/** Whether the name that was not found is one of its own, and no slip of the one that is there. */
export function meansOther(wrong: string, near: string, mentions: Mentions): boolean {
  return isOtherWord(wrong, near, mentions.saysPart);
}
