/** Drives the machine of healing: does its effects through ports, and tells it what happened. */
import type { Diagnosis } from '../diagnosis.ts';
import type { ChangeSet, Fix, Project } from '../fix/fix.ts';
import type { Failure } from '../fix/fixer.ts';
import { commitBody } from './commit-body.ts';
import { mishap, wordsOf } from './effect-words.ts';
import type { HealPolicy } from './heal-policy.ts';
import type { CommandRun, HealPorts, HeldFix } from './heal-ports.ts';
import type { HealReport } from './heal-report.ts';
import type { HealEffect, HealEvent, HealState, Step, StepPolicy } from './heal-state.ts';
import { linesOf, makeReport } from './make-report.ts';
import { approvedStep, changesFiles, firstStep, nextStep } from './next-step.ts';

export interface HealRequest {
  /** The command as people write it, redacted. */
  readonly command: string;
  /** The commit on which it begins; empty where there is none. */
  readonly head: string;
  /** What a person let through; null: it begins with the command. */
  readonly approved: HeldFix | null;
}

export interface HealEnd {
  readonly report: HealReport;
  readonly interrupted: boolean;
  /** Where a verified fix is, in words. */
  readonly where: string | null;
}

/** One failure of those that were met, one on top of the other. */
interface Met<Before> {
  readonly failure: Failure;
  readonly before: Before;
}

/** Never rejects for what a port could not do: that becomes what the machine hears. */
export async function heal<Left, Before>(
  ports: HealPorts<Left, Before>,
  policy: HealPolicy,
  request: HealRequest,
): Promise<HealEnd> {
  const driver = new Driver(ports, policy, request);
  try {
    return await driver.drive();
  } finally {
    await ports.bench.close();
  }
}

class Driver<Left, Before> {
  readonly #ports: HealPorts<Left, Before>;
  readonly #policy: HealPolicy;
  readonly #request: HealRequest;
  readonly #stepPolicy: StepPolicy;
  readonly #startedAt: number;
  #run: CommandRun<Left> | null = null;
  #met: Met<Before>[] = [];
  #first: { diagnosis: Diagnosis; evidence: readonly string[]; at: number } | null = null;
  #opened = false;
  #hindrance: string | null = null;
  #changes: ChangeSet = [];
  #levels: ChangeSet[] = [];
  #verified = 0;
  #proof: string | null = null;
  #where: string | null = null;
  #patch: string | null = null;
  #base = '';
  #interrupted = false;
  #report: HealReport | null = null;

  constructor(ports: HealPorts<Left, Before>, policy: HealPolicy, request: HealRequest) {
    this.#ports = ports;
    this.#policy = policy;
    this.#request = request;
    this.#stepPolicy = { ...policy, approved: request.approved !== null };
    this.#startedAt = ports.now();
  }

  async drive(): Promise<HealEnd> {
    let step = await this.#begin();
    for (;;) {
      const event = await this.#perform(step);
      if (event === null) break;
      step = nextStep(step.state, event, this.#stepPolicy);
    }
    const { state } = step;
    const report = this.#report ?? (await this.#makeReport(state, state.result ?? 'exhausted'));
    return { report, interrupted: this.#interrupted, where: this.#where };
  }

  async #begin(): Promise<Step> {
    const { approved } = this.#request;
    if (approved === null) return firstStep;
    const { diagnosis, before, at } = approved;
    this.#met = before.map((one) => ({
      failure: { diagnosis, evidence: [], argv: [] },
      before: one as Before,
    }));
    this.#first = { diagnosis, evidence: [], at };
    await this.#open();
    return approvedStep(approved.fix);
  }

  /** Does what the step asks for; the last effect that answers gives the event. */
  async #perform({ state, effects }: Step): Promise<HealEvent | null> {
    let event: HealEvent | null = null;
    for (const effect of effects) {
      const words = wordsOf(effect);
      if (words !== null)
        this.#ports.tell({
          at: this.#ports.now(),
          action: effect.do,
          words,
          ...('fix' in effect && effect.fix ? { fix: effect.fix.id } : {}),
        });
      const answer = await this.#do(effect, state);
      if (answer !== null) event = answer;
    }
    if (state.phase !== 'ended' && this.#ports.stopped() && !this.#interrupted) {
      this.#interrupted = true;
      return { kind: 'stopped' };
    }
    return event;
  }

  async #do(effect: HealEffect, state: HealState): Promise<HealEvent | null> {
    try {
      return await this.#handle(effect, state);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const event = mishap(effect, why);
      if (event === undefined) throw error;
      return event;
    }
  }

  async #handle(effect: HealEffect, state: HealState): Promise<HealEvent | null> {
    const { bench } = this.#ports;
    switch (effect.do) {
      case 'run': {
        const action = effect.fix?.action;
        const adjustment = action?.kind === 'adjust' ? action.adjustment : null;
        const run = await this.#ports.run(effect.as, adjustment);
        this.#run = run;
        return { kind: 'ended', passed: run.passed, why: run.why };
      }
      case 'reduce':
        return { kind: 'reduced' };
      case 'diagnose':
        return this.#diagnose(state);
      case 'propose':
        return this.#propose(state);
      case 'apply':
        return this.#apply(effect.fix, state);
      case 'judge':
        return { kind: 'judged', verdict: await this.#judge(effect.fix) };
      case 'verify':
        return this.#verify();
      case 'stack':
        await bench.stack();
        this.#levels.push(this.#changes);
        return null;
      case 'keep':
        return this.#keep(effect.fix);
      case 'undo':
        this.#where = null;
        await bench.undo();
        return { kind: 'undone' };
      case 'wait':
        await this.#ports.wait(effect.delay);
        return { kind: 'waited' };
      case 'hold':
        await this.#hold(effect.fix, effect.why, null);
        return null;
      case 'settle':
        await bench.settle();
        await this.#hold(effect.fix, this.#proof ?? '', this.#where);
        return null;
      case 'remember':
        this.#remember(effect.fix, effect.outcome);
        return null;
      case 'report':
        this.#report = await this.#makeReport(state, effect.result);
        return { kind: 'reported' };
    }
  }

  #diagnose(state: HealState): HealEvent {
    const run = this.#run;
    if (run === null) throw new Error('there is no run to diagnose');
    const diagnosis = this.#ports.skills.diagnose(run);
    const evidence = linesOf(run.log, diagnosis.evidence);
    const failure = { diagnosis, evidence, argv: run.argv };
    const level = state.stack.length;
    const before = this.#ports.skills.failedThings(failure, run);
    this.#met = [...this.#met.slice(0, level), { failure, before }];
    if (level === 0) this.#first = { diagnosis, evidence, at: this.#ports.now() };
    const retryable = diagnosis.transient || diagnosis.kind === 'unknown';
    return { kind: 'diagnosed', retryable };
  }

  async #propose(state: HealState): Promise<HealEvent> {
    const failure = this.#met.at(-1)?.failure;
    if (!failure) throw new Error('there is no failure to mend');
    const { bench, skills, memory } = this.#ports;
    if (!(await this.#open())) {
      const fixes = skills.propose(failure, nothing).filter((fix) => !changesFiles(fix));
      return { kind: 'proposed', fixes, undone: [], kept: [] };
    }
    const level = state.stack.length;
    const project = bench.project(level);
    const own = skills.propose(failure, project);
    const asked = own.some(changesFiles) ? [] : await this.#ports.ask(failure, project);
    const tried = memory.tried(failure.diagnosis.fingerprint, bench.tree(level));
    return { kind: 'proposed', fixes: [...own, ...asked], ...tried };
  }

  async #open(): Promise<boolean> {
    if (this.#opened || this.#hindrance !== null) return this.#opened;
    try {
      await this.#ports.bench.open();
      this.#opened = true;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#hindrance = `No fix could be tried, as no scratch checkout could be made: ${why}`;
    }
    return this.#opened;
  }

  async #apply(fix: Fix, state: HealState): Promise<HealEvent> {
    const { bench } = this.#ports;
    const { approved } = this.#request;
    if (this.#hindrance !== null) return { kind: 'inapplicable', why: this.#hindrance };
    const level = state.stack.length;
    this.#levels = this.#levels.slice(0, level);
    this.#met = this.#met.slice(0, level + 1);
    const applied =
      approved && approved.changes.length > 0
        ? await bench.put(fix, approved.changes)
        : await bench.apply(fix, level);
    if (!applied.ok) return { kind: 'inapplicable', why: applied.why };
    this.#changes = applied.changes;
    // What a tool installs is mostly ignored by git.
    const promised = fix.action.kind !== 'command';
    if (applied.changes.length === 0 && promised)
      return { kind: 'inapplicable', why: 'It changes nothing.' };
    return { kind: 'applied', files: applied.changes.map(({ path }) => path) };
  }

  async #judge(fix: Fix) {
    const { bench, skills } = this.#ports;
    const { mode, verify, threshold, protect, budget } = this.#policy;
    const below = this.#levels.flat();
    return skills.judge(fix, this.#changes, {
      mode,
      approved: this.#request.approved !== null,
      verification: verify !== null,
      failedOn: this.#request.head,
      head: await bench.head(),
      links: bench.links(this.#changes),
      spent: { fixes: this.#verified, files: below.length, lines: linesIn(below) },
      budget,
      threshold,
      protect,
    });
  }

  async #verify(): Promise<HealEvent> {
    const { bench, skills } = this.#ports;
    this.#verified++;
    const run = await bench.verify();
    this.#run = run;
    const proofs = this.#met.map(({ before }) => skills.prove(before, run, bench.changes()));
    const missing = proofs.find((proof) => !proof.ok);
    if (missing === undefined && run.passed) {
      this.#proof = [...new Set(proofs.flatMap((one) => (one.ok ? [one.proof] : [])))].join(' ');
      return { kind: 'proved' };
    }
    if (run.passed || run.cause !== 'itself')
      return {
        kind: 'disproved',
        why: missing && !missing.ok && run.passed ? missing.why : run.why,
        leads: 'undo',
      };
    const diagnosis = skills.diagnose(run);
    return { kind: 'disproved', why: diagnosis.summary, leads: this.#leads(diagnosis) };
  }

  /** Whether a verification that failed met what was there before, or the next thing. */
  #leads(after: Diagnosis): 'undo' | 'next' | 'transient' {
    const known = new Set(this.#met.map(({ failure }) => failure.diagnosis.fingerprint));
    const seen = [after, ...after.others].some(({ fingerprint }) => known.has(fingerprint));
    if (seen) return 'undo';
    if (after.transient) return 'transient';
    return after.category === 'unknown' || this.#request.approved ? 'undo' : 'next';
  }

  async #keep(fix: Fix): Promise<HealEvent> {
    const { bench } = this.#ports;
    const { failure } = this.#met[0] ?? {};
    this.#patch = await bench.patch();
    this.#base = bench.base();
    const kept = await bench.keep({
      fingerprint: failure?.diagnosis.fingerprint ?? fix.hash.slice(0, 16),
      subject: fix.title,
      body: commitBody(fix, failure?.diagnosis, this.#proof),
    });
    if (!kept.ok) return { kind: 'unkeepable', why: kept.why };
    this.#where = kept.where;
    return { kind: 'kept', inTree: kept.inTree };
  }

  async #hold(fix: Fix, why: string, where: string | null): Promise<void> {
    const { bench, memory, now } = this.#ports;
    const diagnosis = this.#met[0]?.failure.diagnosis;
    if (!diagnosis) return;
    const [changes, patch, base] = [bench.changes(), await bench.patch(), bench.base()];
    const before = this.#met.map((one) => one.before);
    const { head } = this.#request;
    memory.hold({ fix, why, diagnosis, changes, patch, base, head, before, at: now() }, where);
    this.#patch ??= patch;
    this.#base ||= base;
  }

  #remember(fix: Fix, outcome: 'kept' | 'undone' | 'outlasted'): void {
    const { bench, memory, now } = this.#ports;
    const at = Math.max(0, this.#met.length - 1);
    const fingerprint = this.#met[at]?.failure.diagnosis.fingerprint ?? '';
    const tree = this.#opened ? bench.tree(Math.min(at, this.#levels.length)) : '';
    const { hash, remedy } = fix;
    memory.record({ fingerprint, tree, hash, remedy, outcome, at: now() });
  }

  async #makeReport(state: HealState, result: NonNullable<HealState['result']>) {
    const { head, command } = this.#request;
    const changed = result === 'healed' || result === 'proposed';
    const patch = changed && this.#patch ? this.#patch : null;
    const base = this.#base || head;
    return makeReport({
      result,
      mode: this.#policy.mode,
      retries: state.restarts,
      command,
      exitCode: this.#run?.exitCode ?? null,
      failure: this.#first,
      tried: state.tried,
      patch,
      patchHash: patch === null ? null : this.#ports.digest(`${base}\n${patch}`),
      base,
      proof: result === 'healed' ? this.#proof : null,
      where: this.#where,
      hindrance: this.#hindrance,
      startedAt: this.#startedAt,
      endedAt: this.#ports.now(),
    });
  }
}

/** What is known of the files where they could not be looked at. */
const nothing: Project = {
  paths: [],
  read: () => null,
  artifact: () => null,
  lastGood: () => null,
  directory: '.',
};

function linesIn(changes: ChangeSet): number {
  const count = (text: string | null) => (text === null ? 0 : text.split('\n').length);
  return changes.reduce(
    (sum, { before, after }) => sum + Math.abs(count(after) - count(before)) + 1,
    0,
  );
}
