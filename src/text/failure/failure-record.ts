import * as z from 'zod';
import { parseJson, toAscii } from '../ascii-json.ts';

/**
 * How a failure stands. `failing`: it is being healed. `proposed`: a fix waits for a person. `awaiting-merge`:
 * healed, but the fix is not on the pipeline's branch yet. `exhausted`: handed over. The others are over.
 */
export const failureStatuses = [
  'failing',
  'proposed',
  'awaiting-merge',
  'exhausted',
  'healed',
  'recovered',
  'passed',
] as const;
export type FailureStatus = (typeof failureStatuses)[number];

const count = z.int().nonnegative();
const fingerprint = z.string().regex(/^[0-9a-f]{8,64}$/);
/** Reports that a record remembers by name. */
const mostEpisodes = 50;
const recordSchema = z.strictObject({
  schema: z.literal(1),
  fingerprint,
  issue: z.int().positive().nullable(),
  status: z.enum(failureStatuses),
  /** Tasks in which it was seen since it was open. */
  tasks: z.array(z.string().max(200)).max(20),
  first: count,
  last: count,
  seen: count,
  /** Milestones that were told, each by one comment. */
  told: count,
  /** What was recorded last. */
  episode: z.string().max(200),
  fix: z
    .strictObject({ commit: z.string().max(64), pull: z.int().positive().nullable() })
    .nullable(),
  closedAt: count.nullable(),
  /** The issue of the same failure long before. */
  previous: z.int().positive().nullable(),
  /** Who writes about it at the moment, and until when nobody else does. */
  claim: z.strictObject({ id: z.string().min(1).max(200), until: count }).nullable(),
  /** All that were recorded, the last ones: told again, they change nothing. */
  episodes: z.array(z.string().max(200)).max(mostEpisodes).default([]),
  /**
   * Somebody was about to open its issue then, and has not named it since: it may be there, as one whose
   * number is above `after`.
   */
  opening: z.strictObject({ at: count, after: count }).nullable().default(null),
});

/**
 * All that is known of one failure: the truth, of which its issue is a projection. It lies on the journal
 * branch, so that a text that somebody edits or forges in an issue decides nothing.
 */
export type FailureRecord = Readonly<z.infer<typeof recordSchema>>;

export const failureFolder = 'failures/';

/** Where a failure's record lies; null for what is no fingerprint. */
export function failurePath(print: string): string | null {
  return fingerprint.safeParse(print).success ? `${failureFolder}${print}.json` : null;
}

export function renderFailureRecord(record: FailureRecord): string {
  return `${toAscii(JSON.stringify(record, null, 1))}\n`;
}

/** A record; null for what is none, or lies where another one belongs. */
export function parseFailureRecord(path: string, text: string): FailureRecord | null {
  const parsed = recordSchema.safeParse(parseJson(text));
  return parsed.success && failurePath(parsed.data.fingerprint) === path ? parsed.data : null;
}

export function newRecord(print: string, now: number): FailureRecord {
  return {
    schema: 1,
    fingerprint: print,
    issue: null,
    status: 'failing',
    tasks: [],
    first: now,
    last: now,
    seen: 0,
    told: 0,
    episode: '',
    fix: null,
    closedAt: null,
    previous: null,
    claim: null,
    episodes: [],
    opening: null,
  };
}

/** The record of a failure that goes on in another issue than before. */
export function anew(record: FailureRecord, now: number, previous: number | null): FailureRecord {
  const { fingerprint, claim, episodes, opening } = record;
  return { ...newRecord(fingerprint, now), previous, claim, episodes, opening };
}

/** Whether a report was recorded before. */
export function isRecorded({ episode, episodes }: FailureRecord, told: string): boolean {
  const name = told.slice(0, 200);
  return episode === name || episodes.includes(name);
}

/** The record once a report is in it. */
export function withEpisode(record: FailureRecord, told: string): FailureRecord {
  const episode = told.slice(0, 200);
  return { ...record, episode, episodes: [...record.episodes, episode].slice(-mostEpisodes) };
}

/** Whether a failure still needs something: a person, a merge, a run that passes. */
export function isOpenStatus(status: FailureStatus): boolean {
  return status !== 'healed' && status !== 'recovered' && status !== 'passed';
}
