import type { Run } from '../../src/core/model.ts';
import { parseRunMarker, parseTaskMarker } from '../../src/text/issue/markers.ts';
import { parseLedger, renderLedger } from '../../src/text/ledger/ledger.ts';
import type { Ordered } from './check-transition.ts';
import type { Faults } from './faults.ts';
import type { FixStore } from './fix-store.ts';
import type { Invariants } from './invariants.ts';
import type { Actor, MemoryWorld, StoredIssue } from './memory-world.ts';
import type { Prng } from './prng.ts';
import type { Story } from './story.ts';

export const people: readonly Actor[] = [
  { login: 'alice', self: false, role: 'admin' },
  { login: 'bob', self: false, role: 'write' },
  { login: 'rita', self: false, role: 'read' },
  { login: 'nobody', self: false, role: 'none' },
];

const editable = [
  'state:paused',
  'state:ready',
  'state:running',
  'state:cancelled',
  'state:completed',
  'state:dead-letter',
  'priority:urgent',
  'priority:low',
  'needs-triage',
  'customer',
];

/** Who may order anything at all. */
export function mayOrder(role: Actor['role']): boolean {
  return role === 'write' || role === 'maintain' || role === 'admin';
}

export interface Around {
  readonly random: Prng;
  readonly world: MemoryWorld;
  readonly fixes: FixStore;
  readonly faults: Faults;
  readonly story: Story;
  readonly invariants: Invariants;
  readonly now: () => number;
}

/** Somebody does something with one of the issues, rightly or not. */
export function disturb(around: Around): void {
  const { random, world, faults } = around;
  const issues = [...world.present.issues.values()].filter(({ mine }) => mine);
  if (issues.length === 0) return;
  const issue = random.pick(issues);
  const by = random.pick(people);
  switch (random.int(0, 5)) {
    case 0:
    case 1:
    case 2:
      if (faults.happens('label edited', 20)) editLabel(around, issue, by);
      return;
    case 3:
      if (faults.happens('issue closed by hand', 10)) toggle(around, issue, by);
      return;
    case 4:
      damageSome(around, issues, by);
      return;
    default:
      if (faults.happens('forged issue', 10)) forge(around, issue, by);
  }
}

function editLabel(around: Around, issue: StoredIssue, by: Actor): void {
  const { random, world, story } = around;
  const add = random.chance(0.7);
  const label = add ? random.pick(editable) : random.pick([...issue.labels, 'customer']);
  const swap = add && random.chance(0.5) && label.startsWith('state:');
  const kept = issue.labels.filter(
    (each) => each !== label && !(swap && each.startsWith('state:')),
  );
  story.tell(
    () => `${by.login} (${by.role}) ${add ? 'adds' : 'removes'} ${label} on #${issue.number}`,
  );
  world.update(issue.number, { labels: add ? [...kept, label] : kept }, by);
  const again = ['state:ready', 'state:running', 'state:queued'].includes(label) && add;
  const end = ['state:cancelled', 'state:dead-letter'].includes(label) && add;
  if (again) remember(around, issue, by, 'again');
  else if (end) remember(around, issue, by, 'end');
  else if (label === 'state:paused') remember(around, issue, by, 'pause');
  else remember(around, issue, by, label.startsWith('priority:') ? 'priority' : 'other');
}

function toggle(around: Around, issue: StoredIssue, by: Actor): void {
  const { world, story } = around;
  const state = issue.state === 'open' ? 'closed' : 'open';
  story.tell(() => `${by.login} (${by.role}) makes #${issue.number} ${state}`);
  spoil(around, issue);
  world.update(issue.number, { state }, by);
  remember(around, issue, by, state === 'open' ? 'again' : 'end');
}

/** What is undone before the journal has it cannot come back; somebody has to ask again. */
function spoil({ invariants }: Around, issue: StoredIssue): void {
  const key = parseRunMarker(issue.body);
  if (key !== null && !invariants.ledgers.has(issue.number)) invariants.spoiled.add(key);
}

function remember(around: Around, issue: StoredIssue, by: Actor, kind: Ordered['kind']): void {
  if (!mayOrder(by.role)) return;
  const { run, task } = shownBy(around, issue);
  around.invariants.ordered.push({ run, task, kind, at: around.now() });
}

/** What an issue is about: as the ledgers say, whatever became of the marker in it. */
function shownBy({ invariants }: Around, issue: StoredIssue): Pick<Ordered, 'run' | 'task'> {
  for (const run of invariants.ledgers.values()) {
    const task = run.statuses.findIndex((status) => status.issue === issue.number);
    if (task >= 0) return { run: run.issue, task };
  }
  return parseTaskMarker(issue.body) ?? { run: issue.number, task: null };
}

/** Mostly those of runs that go on. */
function damageSome(around: Around, issues: readonly StoredIssue[], by: Actor): void {
  if (!around.faults.happens('ledger damaged', 25)) return;
  const runs = issues.filter(
    ({ state, labels }) => state === 'open' && labels.includes('yardmaster:run'),
  );
  const some = runs.length > 0 && around.random.chance(0.8) ? runs : issues;
  damage(around, around.random.pick(some), by);
}

/** A ledger edited by hand: cut, changed, made up, or an old one put back. */
function damage(around: Around, issue: StoredIssue, by: Actor): void {
  const { random, world, story } = around;
  spoil(around, issue);
  const parsed = parseLedger(issue.body);
  const kind = random.int(0, 4);
  story.tell(() => `${by.login} damages #${issue.number} (${kind})`);
  const body = () => {
    if (!parsed.ok || kind === 0) return issue.body.slice(0, random.int(0, issue.body.length));
    if (kind === 1) return issue.body.replace(/"(run|count)"/, '"rum"');
    if (kind === 2) return made(issue.body, forgedRun(parsed.run, 0));
    if (kind === 3) return made(issue.body, forgedRun(parsed.run, 7));
    return '';
  };
  world.update(issue.number, { body: body() }, by);
}

function forgedRun(run: Run, ahead: number): Run {
  const statuses = run.statuses.map((status) => ({ ...status, state: 'COMPLETED' as const }));
  return { ...run, revision: run.revision + ahead, statuses };
}

function made(body: string, run: Run): string {
  const at = body.indexOf('<!-- yardmaster:ledger');
  return `${body.slice(0, Math.max(0, at))}${renderLedger(run)}`;
}

/** A stranger's issue that says it is a run, or a task's. */
function forge({ world, story, random }: Around, issue: StoredIssue, by: Actor): void {
  const parsed = parseLedger(issue.body);
  story.tell(() => `${by.login} forges a copy of #${issue.number}`);
  const other = random.chance(0.5) ? 'forged' : 'copied';
  const body = parsed.ok
    ? made(issue.body.replace(/key=[^\s]+/, `key=${other}`), {
        ...parsed.run,
        key: other,
        issue: 0,
        revision: 0,
      })
    : issue.body;
  world.create({ title: issue.title, body, labels: issue.labels }, by);
}
