import { parseFailureMarker } from '../../src/text/failure/failure-markers.ts';
import type { Actor, StoredIssue } from './memory-world.ts';
import { type Around, people } from './people.ts';

const labels = ['auto-healing', 'needs-triage', 'pipeline-failure', 'bug', 'customer'];

/** Somebody does something with an issue of a failure or with its fix, rightly or not. */
export function disturbFailures(around: Around): void {
  const { random, world, faults } = around;
  if (random.chance(0.3) && merge(around)) return;
  const issues = [...world.present.issues.values()].filter(
    ({ mine, body }) => mine && parseFailureMarker(body) !== null,
  );
  if (issues.length === 0) return;
  const issue = random.pick(issues);
  const by = random.pick(people);
  const kind = random.int(0, 2);
  if (kind === 0 && faults.happens('failure issue closed by hand', 20)) toggle(around, issue, by);
  else if (kind === 1 && faults.happens('failure label edited', 20)) relabel(around, issue, by);
  else if (kind === 2 && faults.happens('forged failure', 20)) forge(around, issue, by);
}

/** @returns whether a fix was there to be merged. */
function merge({ random, faults, fixes, story }: Around): boolean {
  const waiting = fixes.waiting();
  if (waiting.length === 0 || !faults.happens('fix merged', 20)) return false;
  const { commit } = random.pick(waiting);
  story.tell(() => `alice merges ${commit.slice(-6)}`);
  fixes.land(commit);
  return true;
}

function toggle({ world, story }: Around, issue: StoredIssue, by: Actor): void {
  const state = issue.state === 'open' ? 'closed' : 'open';
  story.tell(() => `${by.login} makes #${issue.number} ${state}`);
  world.update(issue.number, { state }, by);
}

function relabel({ random, world, story }: Around, issue: StoredIssue, by: Actor): void {
  const label = random.pick(labels);
  const kept = issue.labels.filter((each) => each !== label);
  const removed = kept.length < issue.labels.length;
  story.tell(() => `${by.login} ${removed ? 'removes' : 'adds'} ${label} on #${issue.number}`);
  world.update(issue.number, { labels: removed ? kept : [...kept, label] }, by);
}

/** A stranger's issue that says it is the failure's. */
function forge({ world, story }: Around, issue: StoredIssue, by: Actor): void {
  story.tell(() => `${by.login} forges a copy of #${issue.number}`);
  world.create({ title: issue.title, body: issue.body, labels: issue.labels }, by);
}
