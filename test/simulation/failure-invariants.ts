import type { IssueDraft, IssuePatch, IssueRead } from '../../src/reconcile/ports.ts';
import { parseFailureMarker } from '../../src/text/failure/failure-markers.ts';
import {
  type FailureRecord,
  failureFolder,
  parseFailureRecord,
} from '../../src/text/failure/failure-record.ts';
import { failureLabel } from '../../src/text/failure/failure-steps.ts';
import { parseUntoldReport } from '../../src/text/failure/untold-report.ts';
import type { MemoryWorld } from './memory-world.ts';
import type { Story } from './story.ts';

/** What lists show for sure: whatever is older. */
const settledFor = 120_000;
const week = 7 * 86_400_000;
/** For so long a report may wait before it is told. */
const late = 6 * 3_600_000;

/**
 * One issue for each failure (14), each milestone told once (15), records that can be read (18), no report
 * lost (19), and one that comes back within a week in the same issue, later in one that links it (20).
 */
export class FailureInvariants {
  readonly #world: MemoryWorld;
  readonly #story: Story;
  readonly #now: () => number;
  readonly #read = new Map<string, string>();
  /** Reports that a record was seen to have, and those that their settle was done with. */
  readonly #recorded = new Set<string>();
  readonly #settled = new Set<string>();

  constructor(world: MemoryWorld, story: Story, now: () => number) {
    this.#world = world;
    this.#story = story;
    this.#now = now;
  }

  /** An issue is opened: no other may show the same failure, for only one writer at a time looks and opens. */
  beforeCreate(draft: IssueDraft): void {
    const print = parseFailureMarker(draft.body);
    if (print === null) return;
    const [other] = this.#openOf(print).filter(({ number }) => !this.#isTouched(number));
    this.#checkAnew(print, draft.body);
    if (other) this.#story.violate(14, `a second issue for ${print} beside #${other.number}`);
  }

  afterUpdate(issue: IssueRead, patch: IssuePatch): void {
    const print = parseFailureMarker(issue.body);
    if (print !== null && patch.state === 'open') this.#checkReturned(issue.number);
    if (print === null || issue.state === 'closed') return;
    const [other] = this.#openOf(print).filter(
      ({ number, createdAt }) =>
        number !== issue.number && this.#now() - createdAt > settledFor && !this.#isTouched(number),
    );
    if (!other || this.#isTouched(issue.number)) return;
    this.#story.violate(14, `${print} is kept in #${issue.number} and in #${other.number}`);
  }

  beforeComment(issue: number, body: string): void {
    const [marker] = body.split('\n', 1);
    const told = this.#world.comments.get(issue) ?? [];
    if (told.some((each) => each.mine && each.body.split('\n', 1)[0] === marker)) {
      this.#story.violate(15, `#${issue} tells a milestone twice: ${marker}`);
    }
  }

  afterCommit(): void {
    for (const { path, text } of this.#world.files(failureFolder)) {
      if (this.#read.get(path) === text) continue;
      this.#read.set(path, text);
      if (parseUntoldReport(path, text)) continue;
      this.#checkRecord(path, parseFailureRecord(path, text));
    }
  }

  /** A settle is done with the report of an attempt, and its attempt is over. */
  settled(print: string, episode: string): void {
    this.#settled.add(`${episode} of ${print}`);
  }

  /** At rest each report that a settle was done with stands in its record. */
  checkTold(): void {
    for (const report of this.#settled) {
      if (!this.#recorded.has(report)) this.#story.violate(19, `the report ${report} is lost`);
    }
  }

  #checkAnew(print: string, body: string): void {
    const [last] = [...this.#world.present.issues.values()]
      .filter((each) => each.mine && parseFailureMarker(each.body) === print)
      .sort((one, other) => other.number - one.number);
    const closed = last && this.#closedFor(last.number);
    if (!last || closed === null || closed === undefined) return;
    if (closed < week - late) {
      this.#story.violate(20, `${print} gets a new issue ${closed} ms after #${last.number}`);
    } else if (closed > week + late && !body.includes(`| #${last.number} |`)) {
      this.#story.violate(20, `the new issue for ${print} does not link #${last.number}`);
    }
  }

  #checkReturned(issue: number): void {
    const closed = this.#closedFor(issue);
    if (closed === null || closed <= week + late) return;
    this.#story.violate(20, `#${issue} is opened again after ${closed} ms`);
  }

  /** How long ago it was closed last; null where people had a hand in it, or nobody closed it. */
  #closedFor(issue: number): number | null {
    if (this.#world.touched.has(issue)) return null;
    const closed = this.#world.events.get(issue)?.findLast(({ kind }) => kind === 'closed');
    return closed ? this.#now() - closed.at : null;
  }

  #checkRecord(path: string, record: FailureRecord | null): void {
    if (!record) {
      this.#story.violate(18, `${path} is not well-formed`);
      return;
    }
    for (const episode of record.episodes) {
      this.#recorded.add(`${episode} of ${record.fingerprint}`);
    }
    if (record.issue === null) return;
    const issue = this.#world.present.issues.get(record.issue);
    if (!issue?.mine) {
      this.#story.violate(14, `${path} names #${record.issue}, which is not ours`);
    }
  }

  /** Whether a person had a hand in it while a writer was at work that had read it before. */
  #isTouched(issue: number): boolean {
    return this.#now() - (this.#world.touched.get(issue) ?? Number.NEGATIVE_INFINITY) < settledFor;
  }

  #openOf(print: string) {
    return [...this.#world.present.issues.values()].filter(
      ({ mine, state, labels, body }) =>
        mine &&
        state === 'open' &&
        labels.includes(failureLabel) &&
        parseFailureMarker(body) === print,
    );
  }
}
