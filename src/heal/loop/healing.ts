import type { Diagnosis } from '../diagnosis.ts';
import type { ChangeSet, Fix } from '../fix/fix.ts';
import type { Failure } from '../fix/fixer.ts';
import { sizeOf } from '../gates/size-gate.ts';
import { commitWords } from './commit-words.ts';
import type { HealPolicy } from './heal-policy.ts';
import type { CommandRun, HealPorts, HealRequest, HeldFix } from './heal-ports.ts';
import type { HealReport, HealResult } from './heal-report.ts';
import type { HealEvent, HealState } from './heal-state.ts';
import { linesOf, makeReport } from './make-report.ts';
import { changesFiles } from './next-step.ts';
import { nothing } from './no-project.ts';
import { wholeFix } from './whole-fix.ts';

/** One failure of those that were met, one on top of the other. */
interface Met<Before> {
  readonly failure: Failure;
  readonly before: Before;
}

/** What one healing knows besides where it stands, and how its effects are done through the ports. */
export class Healing<Left, Before> {
  finished: HealReport | null = null;
  where: string | null = null;
  readonly #ports: HealPorts<Left, Before>;
  readonly #policy: HealPolicy;
  readonly #request: HealRequest;
  readonly #startedAt: number;
  #last: CommandRun<Left> | null = null;
  #met: Met<Before>[] = [];
  /** What an approved change mends besides. */
  #more: readonly Met<Before>[] = [];
  #first: { diagnosis: Diagnosis; evidence: readonly string[]; at: number } | null = null;
  #open = false;
  #hindrance: string | null = null;
  #changes: ChangeSet = [];
  #levels: { readonly fix: Fix; readonly changes: ChangeSet }[] = [];
  #verified = 0;
  #proof: string | null = null;
  #patch: { readonly text: string; readonly base: string } | null = null;

  constructor(ports: HealPorts<Left, Before>, policy: HealPolicy, request: HealRequest) {
    this.#ports = ports;
    this.#policy = policy;
    this.#request = request;
    this.#startedAt = ports.now();
  }

  /** Goes on with a change that a person let through. */
  async resume({ diagnosis, evidence, before, at }: HeldFix): Promise<void> {
    const failure = { diagnosis, evidence, argv: [] };
    const [met, ...more] = before.map((one) => ({ failure, before: one as Before }));
    if (met) this.#met = [met];
    this.#more = more;
    this.#first = { diagnosis, evidence, at };
    await this.#openBench();
  }

  async run(as: 'first' | 'retry' | 'confirmation', fix: Fix | null): Promise<HealEvent> {
    const adjustment = fix?.action.kind === 'adjust' ? fix.action.adjustment : null;
    const run = await this.#ports.run(as, adjustment);
    this.#last = run;
    return { kind: 'ended', passed: run.passed, why: run.why };
  }

  diagnose(state: HealState): HealEvent {
    const run = this.#last;
    if (run === null) throw new Error('there is no run to diagnose');
    const { skills, now } = this.#ports;
    const diagnosis = skills.diagnose(run);
    const evidence = linesOf(run.log, diagnosis.evidence);
    const failure = { diagnosis, evidence, argv: run.argv };
    const level = state.stack.length;
    const before = skills.failedThings(failure, run);
    this.#met = [...this.#met.slice(0, level), { failure, before }];
    if (level === 0) this.#first = { diagnosis, evidence, at: now() };
    return {
      kind: 'diagnosed',
      retryable: diagnosis.transient || diagnosis.category === 'unknown',
    };
  }

  async propose(state: HealState): Promise<HealEvent> {
    const failure = this.#met.at(-1)?.failure;
    if (!failure) throw new Error('there is no failure to mend');
    const { bench, skills, memory } = this.#ports;
    if (!(await this.#openBench())) {
      const restarts = skills.propose(failure, nothing).filter((fix) => !changesFiles(fix));
      return { kind: 'proposed', fixes: restarts, undone: [], kept: [] };
    }
    const level = state.stack.length;
    let project = bench.project(level);
    let own = skills.propose(failure, project);
    if (await bench.recall()) {
      project = bench.project(level);
      own = skills.propose(failure, project);
    }
    const asked = own.some(changesFiles) ? [] : await this.#ports.ask(failure, project);
    const tried = memory.tried(failure.diagnosis.fingerprint, bench.tree(level));
    return { kind: 'proposed', fixes: [...own, ...asked], ...tried };
  }

  async #openBench(): Promise<boolean> {
    if (this.#open || this.#hindrance !== null) return this.#open;
    try {
      await this.#ports.bench.open();
      this.#open = true;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#hindrance = `No fix could be tried, as no scratch checkout could be made: ${why}`;
    }
    return this.#open;
  }

  async apply(fix: Fix, { stack }: HealState): Promise<HealEvent> {
    const { bench } = this.#ports;
    const approved = this.#approved(fix);
    if (this.#hindrance !== null) return { kind: 'inapplicable', why: this.#hindrance };
    this.#levels = this.#levels.slice(0, stack.length);
    this.#met = this.#met.slice(0, stack.length + 1);
    const applied =
      approved !== null && approved.changes.length > 0
        ? await bench.put(fix, approved.changes, approved.tools)
        : await bench.apply(fix, stack.length);
    if (!applied.ok) return { kind: 'inapplicable', why: applied.why };
    this.#changes = applied.changes;
    // What a tool installs is mostly ignored by git.
    if (applied.changes.length === 0 && fix.action.kind !== 'command')
      return { kind: 'inapplicable', why: 'It changes nothing.' };
    return { kind: 'applied', files: applied.changes.map(({ path }) => path) };
  }

  /** An approval is of one fix and of no other that it may lead to. */
  #approved(fix: Fix): HeldFix | null {
    const { approved } = this.#request;
    return approved?.fix.hash === fix.hash ? approved : null;
  }

  async judge(fix: Fix): Promise<HealEvent> {
    const { bench, skills } = this.#ports;
    const { mode, verify, threshold, protect, budget } = this.#policy;
    const below = this.#levels.flatMap(({ changes }) => changes);
    const verdict = skills.judge(fix, this.#changes, {
      mode,
      approved: this.#approved(fix) !== null,
      verification: verify !== null,
      failedOn: this.#request.head,
      head: await bench.head(),
      links: bench.links(this.#changes),
      spent: { fixes: this.#verified, ...sizeOf(below) },
      budget,
      threshold,
      protect,
      files: bench.project(this.#levels.length),
    });
    return { kind: 'judged', verdict };
  }

  async verify(): Promise<HealEvent> {
    const { bench, skills } = this.#ports;
    this.#verified++;
    const run = await bench.verify();
    this.#last = run;
    const asked = [...this.#met, ...this.#more];
    const proofs = asked.map(({ before }) => skills.prove(before, run, bench.changes()));
    const missing = proofs.find((proof) => !proof.ok);
    if (run.passed && missing === undefined) {
      this.#proof = [...new Set(proofs.flatMap((one) => (one.ok ? [one.proof] : [])))].join(' ');
      return { kind: 'proved' };
    }
    if (run.passed || run.cause !== 'itself') {
      const why = run.passed && missing && !missing.ok ? missing.why : run.why;
      return { kind: 'disproved', why, leads: 'undo' };
    }
    const diagnosis = skills.diagnose(run);
    return { kind: 'disproved', why: diagnosis.summary, leads: this.#leads(diagnosis) };
  }

  /** Whether a verification that failed met what was there before, or the next thing. */
  #leads(after: Diagnosis): 'undo' | 'next' | 'transient' {
    const known = new Set(this.#met.map(({ failure }) => failure.diagnosis.fingerprint));
    const seen = [after, ...after.others].some(({ fingerprint }) => known.has(fingerprint));
    if (seen) return 'undo';
    if (after.transient) return 'transient';
    return after.category === 'unknown' ? 'undo' : 'next';
  }

  async stack(fix: Fix): Promise<null> {
    await this.#ports.bench.stack();
    this.#levels.push({ fix, changes: this.#changes });
    return null;
  }

  async keep(fix: Fix): Promise<HealEvent> {
    const { bench } = this.#ports;
    const diagnosis = this.#met[0]?.failure.diagnosis;
    this.#patch = { text: await bench.patch(), base: bench.base() };
    const kept = await bench.keep({
      fingerprint: diagnosis?.fingerprint ?? fix.hash.slice(0, 16),
      ...commitWords([...this.#levels.map((level) => level.fix), fix], diagnosis, this.#proof),
    });
    if (!kept.ok) return { kind: 'unkeepable', why: kept.why, wait: kept.wait ?? false };
    this.where = kept.where;
    return { kind: 'kept', inTree: kept.inTree };
  }

  async undo(): Promise<HealEvent> {
    this.where = null;
    this.#patch = null;
    await this.#ports.bench.undo();
    return { kind: 'undone' };
  }

  async wait(delay: number): Promise<HealEvent> {
    await this.#ports.wait(delay);
    return { kind: 'waited' };
  }

  async hold(fix: Fix, why: string, where: string | null = null): Promise<null> {
    const { bench, memory, now } = this.#ports;
    if (this.#first === null) return null;
    const { diagnosis, evidence } = this.#first;
    const [changes, patch, base] = [bench.changes(), await bench.patch(), bench.base()];
    const below = this.#levels.map((level) => level.fix);
    const whole = below.length === 0 ? fix : wholeFix([...below, fix], patch, this.#ports.digest);
    const before = [...this.#met, ...this.#more].map((one) => one.before);
    const { head } = this.#request;
    const known = { diagnosis, evidence, before, head };
    const tools = bench.tools();
    memory.hold({ fix: whole, why, changes, tools, patch, base, at: now(), ...known }, where);
    this.#patch ??= { text: patch, base };
    return null;
  }

  async settle(fix: Fix): Promise<null> {
    await this.#ports.bench.settle();
    return this.hold(fix, this.#proof ?? '', this.where);
  }

  remember(fix: Fix, outcome: 'kept' | 'undone' | 'outlasted'): null {
    const { bench, memory, now } = this.#ports;
    const at = Math.max(0, this.#met.length - 1);
    const fingerprint = this.#met[at]?.failure.diagnosis.fingerprint ?? '';
    const tree = this.#open ? bench.tree(Math.min(at, this.#levels.length)) : '';
    const { hash, remedy } = fix;
    memory.record({ fingerprint, tree, hash, remedy, outcome, at: now() });
    return null;
  }

  report(state: HealState, result: HealResult): HealReport {
    const { head, command } = this.#request;
    const changed = result === 'healed' || result === 'proposed';
    const patch = changed ? this.#patch : null;
    const base = patch?.base ?? head;
    return makeReport({
      result,
      mode: this.#policy.mode,
      retries: state.restarts,
      command,
      exitCode: this.#last?.exitCode ?? null,
      failure: this.#first,
      tried: state.tried,
      patch: patch && patch.text !== '' ? patch.text : null,
      patchHash: patch && patch.text !== '' ? this.#ports.digest(`${base}\n${patch.text}`) : null,
      base,
      head,
      proof: result === 'healed' ? this.#proof : null,
      where: this.where,
      hindrance: this.#hindrance,
      startedAt: this.#startedAt,
      endedAt: this.#ports.now(),
    });
  }
}
