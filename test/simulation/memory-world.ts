import {
  type IssueDraft,
  type IssueEvent,
  type IssuePatch,
  type IssueRead,
  type JournalFile,
  type Loaded,
  PortError,
} from '../../src/reconcile/ports.ts';
import { parseJournalState } from '../../src/text/journal/journal-state.ts';
import { type ParsedLedger, parseLedger } from '../../src/text/ledger/ledger.ts';

/** Who does something in the repository. */
export interface Actor {
  readonly login: string;
  /** This program's own identity. */
  readonly self: boolean;
  readonly role: IssueEvent['role'];
}

export const self: Actor = { login: 'yardmaster[bot]', self: true, role: 'write' };

/** Everything at one moment; immutable, so that a stale read is an old moment. */
export interface Moment {
  readonly at: number;
  readonly issues: ReadonlyMap<number, StoredIssue>;
  readonly head: string | null;
  readonly files: ReadonlyMap<string, string>;
}

export interface StoredIssue extends IssueRead {
  readonly createdAt: number;
  readonly parent: number | null;
}

export interface Commit {
  readonly headline: string;
  readonly put: readonly JournalFile[];
  readonly remove: readonly string[];
}

/** A repository in memory: issues with their events, labels, and one branch that is moved by compare-and-swap. */
export class MemoryWorld {
  #moments: Moment[];
  #commits = 0;
  #nextIssue: number;
  readonly #now: () => number;
  readonly #keep: number;
  readonly #ledgers = new Map<number, { body: string; parsed: ParsedLedger }>();
  readonly events = new Map<number, IssueEvent[]>();
  readonly labels = new Set<string>();
  /** Comments by issue, oldest first. */
  readonly comments = new Map<number, { readonly body: string; readonly mine: boolean }[]>();
  /** When somebody else last changed an issue. */
  readonly touched = new Map<number, number>();
  /** How often anything was written. */
  writes = 0;

  /** @param keep for how long old moments are kept, in milliseconds. */
  constructor(now: () => number, keep = 0, firstIssue = 1) {
    this.#now = now;
    this.#keep = keep;
    this.#nextIssue = firstIssue;
    this.#moments = [{ at: now(), issues: new Map(), head: null, files: new Map() }];
  }

  get present(): Moment {
    return this.#moments.at(-1) as Moment;
  }

  /** What was to be seen so long ago. */
  past(age: number): Moment {
    const at = this.#now() - age;
    return this.#moments.findLast((moment) => moment.at <= at) ?? (this.#moments[0] as Moment);
  }

  load(issues: Moment = this.present, journal: Moment = this.present): Loaded {
    const text = journal.files.get('state.json');
    const parsed = text === undefined ? null : parseJournalState(text);
    if (parsed && !parsed.ok) throw new PortError('invalid', parsed.why);
    const all = [...issues.issues.values()];
    const runIssues = all.filter(
      ({ state, labels }) => state === 'open' && labels.includes('yardmaster:run'),
    );
    const open = new Set(runIssues.map(({ number }) => number));
    return {
      head: journal.head,
      journal: parsed?.state ?? null,
      runIssues: runIssues.map(read),
      taskIssues: all.filter(({ parent }) => parent !== null && open.has(parent)).map(read),
    };
  }

  get(number: number): IssueRead | null {
    const issue = this.present.issues.get(number);
    return issue ? read(issue) : null;
  }

  /** The ledger in an issue; parsed once for each text. */
  ledger(number: number): ParsedLedger {
    const body = this.present.issues.get(number)?.body ?? '';
    const known = this.#ledgers.get(number);
    if (known?.body === body) return known.parsed;
    const parsed = parseLedger(body);
    this.#ledgers.set(number, { body, parsed });
    return parsed;
  }

  list(label: string, moment: Moment = this.present): IssueRead[] {
    const all = [...moment.issues.values()].filter(
      ({ mine, labels }) => mine && labels.includes(label),
    );
    return all.sort((a, b) => b.number - a.number).map(read);
  }

  create(draft: IssueDraft, by: Actor): number {
    const number = this.#nextIssue++;
    const issue: StoredIssue = {
      number,
      title: draft.title,
      body: draft.body,
      state: 'open',
      labels: [...draft.labels],
      mine: by.self,
      createdAt: this.#now(),
      parent: null,
    };
    this.#put(issue);
    for (const label of draft.labels) this.#tell(number, 'labeled', label, by);
    return number;
  }

  update(number: number, patch: IssuePatch, by: Actor): IssueRead {
    const before = this.#stored(number);
    if (!by.self) this.touched.set(number, this.#now());
    const after: StoredIssue = {
      ...before,
      title: patch.title ?? before.title,
      body: patch.body ?? before.body,
      state: patch.state ?? before.state,
      labels: patch.labels ? [...new Set(patch.labels)] : before.labels,
    };
    if (after.body.length > 65_536) throw new PortError('invalid', 'body is too long');
    this.#put(after);
    for (const label of after.labels) {
      if (!before.labels.includes(label)) this.#tell(number, 'labeled', label, by);
    }
    for (const label of before.labels) {
      if (!after.labels.includes(label)) this.#tell(number, 'unlabeled', label, by);
    }
    if (before.state !== after.state) {
      this.#tell(number, after.state === 'closed' ? 'closed' : 'reopened', null, by);
    }
    return read(after);
  }

  /** A comment, unless `by` made one with the same first line. */
  comment(number: number, body: string, by: Actor): void {
    this.#stored(number);
    const all = this.comments.get(number) ?? [];
    const marker = body.split('\n', 1)[0];
    if (by.self && all.some((each) => each.mine && each.body.split('\n', 1)[0] === marker)) return;
    this.post(number, body, by);
  }

  /** A comment, whatever stands there. */
  post(number: number, body: string, by: Actor): void {
    this.#stored(number);
    this.writes++;
    this.comments.set(number, [...(this.comments.get(number) ?? []), { body, mine: by.self }]);
  }

  /** Makes the labels that are missing, and answers which. */
  ensure(names: readonly string[]): readonly string[] {
    const missing = [...new Set(names)].filter((name) => !this.labels.has(name));
    for (const name of missing) this.labels.add(name);
    return missing;
  }

  link(parent: number, child: number): void {
    this.#stored(parent);
    const issue = this.#stored(child);
    if (issue.parent !== parent) this.#put({ ...issue, parent });
  }

  commit(expectedHead: string | null, commit: Commit): string | null {
    const { head, files, issues } = this.present;
    if (head !== expectedHead) return null;
    const next = new Map(files);
    for (const path of commit.remove) next.delete(path);
    for (const { path, text } of commit.put) next.set(path, text);
    const made = `c${++this.#commits}`;
    this.#add({ at: this.#now(), issues, head: made, files: next });
    return made;
  }

  files(folder: string, moment: Moment = this.present): JournalFile[] {
    return [...moment.files]
      .filter(([path]) => path.startsWith(folder))
      .map(([path, text]) => ({ path, text }));
  }

  #stored(number: number): StoredIssue {
    const issue = this.present.issues.get(number);
    if (!issue) throw new PortError('gone', `no issue ${number}`);
    return issue;
  }

  #put(issue: StoredIssue): void {
    const { head, files, issues } = this.present;
    this.#add({ at: this.#now(), issues: new Map(issues).set(issue.number, issue), head, files });
  }

  #add(moment: Moment): void {
    this.writes++;
    this.#moments.push(moment);
    const oldest = moment.at - this.#keep;
    const first = this.#moments.findLastIndex(({ at }) => at <= oldest);
    if (first > 64) this.#moments = this.#moments.slice(first);
  }

  #tell(number: number, kind: IssueEvent['kind'], label: string | null, by: Actor): void {
    const told = this.events.get(number) ?? [];
    const { login: actor, self: mine, role } = by;
    this.events.set(number, [...told, { kind, label, actor, mine, role, at: this.#now() }]);
  }
}

function read({ createdAt: _, parent: __, ...issue }: StoredIssue): IssueRead {
  return issue;
}
