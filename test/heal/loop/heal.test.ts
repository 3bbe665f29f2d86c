import { describe, expect, test } from '@jest/globals';
import type { Diagnosis } from '../../../src/heal/diagnosis.ts';
import type { ChangeSet, Fix, Project } from '../../../src/heal/fix/fix.ts';
import type { GateVerdict } from '../../../src/heal/fix/gate.ts';
import { heal } from '../../../src/heal/loop/heal.ts';
import { defaultHealPolicy, type HealPolicy } from '../../../src/heal/loop/heal-policy.ts';
import type { CommandRun, HealPorts, HeldFix } from '../../../src/heal/loop/heal-ports.ts';
import { healReportSchema } from '../../../src/text/healing/heal-report-schema.ts';
import { aFix, aRetry } from './a-fix.ts';

const changes: ChangeSet = [{ path: 'a.txt', before: 'x\n', after: 'y\n' }];
const noProject: Project = {
  paths: ['a.txt'],
  read: () => null,
  artifact: () => null,
  lastGood: () => null,
  earlier: () => [],
  gone: () => [],
  directory: '.',
};

function aRun(passed: boolean, facts: Partial<CommandRun<string>> = {}): CommandRun<string> {
  const lines = ['first', 'it is broken', 'last'].map((text, at) => ({
    ...{ number: at + 1, text, mark: 'plain' as const, literals: [], step: undefined },
  }));
  return {
    passed,
    why: passed ? 'It passed.' : 'It ended with exit code 1.',
    cause: 'itself',
    exitCode: passed ? 0 : 1,
    signal: null,
    log: { lines, total: 3 },
    left: 'something',
    argv: ['make'],
    ...facts,
  };
}

function aDiagnosis(facts: Partial<Diagnosis> = {}): Diagnosis {
  return {
    category: 'configuration',
    kind: 'broken',
    summary: 'a.txt is broken',
    rootCause: 'Somebody broke it.',
    captures: {},
    evidence: [{ start: 2, end: 2 }],
    files: ['a.txt'],
    tests: [],
    fingerprint: '0123456789abcdef',
    transient: false,
    proposals: [],
    others: [],
    ...facts,
  };
}

interface World {
  /** How the runs in the tree end, and the verifications; the last one holds for all further ones. */
  readonly runs: readonly boolean[];
  readonly verifications?: readonly boolean[];
  readonly fixes?: readonly Fix[];
  readonly verdict?: GateVerdict;
  readonly proves?: boolean;
  readonly transient?: boolean;
  /** What throws. */
  readonly broken?: 'open' | 'apply' | 'verify' | 'keep';
  readonly inTree?: boolean;
  /** Is stopped while it does this. */
  readonly stopAt?: string;
}

/** A world in which everything is said beforehand; `did` is what happened in it. */
function aWorld(world: World) {
  const did: string[] = [];
  const held: { fix: HeldFix; where: string | null }[] = [];
  let [runs, verifications] = [0, 0];
  let stopped = false;
  const note = (what: string) => {
    did.push(what);
    if (world.stopAt === what) stopped = true;
    if (world.broken === what) throw new Error(`no ${what} here`);
  };
  const nth = (list: readonly boolean[], at: number) => list[Math.min(at, list.length - 1)] ?? true;
  const ports: HealPorts<string, string> = {
    now: () => 1_000 + did.length,
    digest: (text) => text.length.toString(16).padStart(64, '0'),
    wait: async (delay) => note(`wait ${delay}`),
    stopped: () => stopped,
    async run(as) {
      note(as);
      return aRun(nth(world.runs, runs++));
    },
    skills: {
      diagnose: () => aDiagnosis({ transient: world.transient ?? false }),
      propose: () => world.fixes ?? [],
      judge: () => world.verdict ?? { kind: 'pass' },
      failedThings: () => 'a.txt',
      prove: (before, { passed }) =>
        passed && world.proves !== false
          ? { ok: true, proof: `${before} ran and passed.` }
          : { ok: false, why: 'It did nothing.' },
    },
    bench: {
      open: async () => note('open'),
      project: () => noProject,
      recall: async () => false,
      tree: () => 'f'.repeat(40),
      async apply() {
        note('apply');
        return { ok: true, changes };
      },
      async put() {
        note('put');
        return { ok: true, changes };
      },
      links: () => new Set(),
      async verify() {
        note('verify');
        return aRun(nth(world.verifications ?? [true], verifications++));
      },
      stack: async () => note('stack'),
      patch: async () => '--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-x\n+y\n',
      changes: () => changes,
      tools: () => [],
      base: () => 'a'.repeat(40),
      head: async () => 'a'.repeat(40),
      async keep() {
        note('keep');
        return { ok: true, where: 'git merge it', inTree: world.inTree ?? false };
      },
      settle: async () => note('settle'),
      undo: async () => note('undo'),
      close: async () => note('close'),
    },
    memory: {
      tried: () => ({ undone: [], kept: [] }),
      record: ({ outcome }) => note(`remember ${outcome}`),
      hold: (fix, where) => void held.push({ fix, where }),
    },
    tell: ({ words }) => note(`say: ${words}`),
    ask: async () => [],
  };
  const request = { command: 'make', head: 'a'.repeat(40), approved: null };
  return {
    did: () => did.filter((what) => !what.startsWith('say: ')),
    all: did,
    held,
    run: (policy: Partial<HealPolicy> = {}) =>
      heal(ports, { ...defaultHealPolicy, verify: 'same', ...policy }, request),
    approve: (approved: HeldFix) =>
      heal(ports, { ...defaultHealPolicy, verify: 'same' }, { ...request, approved }),
  };
}

describe('healing', () => {
  test('says what it does before it does it', async () => {
    const world = aWorld({ runs: [false], fixes: [aFix('a')] });
    await world.run();
    const said = world.all.findIndex((what) => what.startsWith('say: Keep'));
    expect(said).toBeGreaterThan(0);
    expect(world.all.indexOf('keep')).toBe(said + 1);
    expect(world.all.indexOf('say: Verify in a clean checkout')).toBe(
      world.all.indexOf('verify') - 1,
    );
  });

  test('reports what failed, what was done, the proof and what is left to do', async () => {
    const world = aWorld({ runs: [false], fixes: [aFix('a')] });
    const { report, where } = await world.run();
    expect(where).toBe('git merge it');
    expect(report).toMatchObject({
      result: 'healed',
      failure: { summary: 'a.txt is broken', evidence: 'it is broken' },
      fixes: [{ id: 'a-id', outcome: 'kept' }],
      proof: 'a.txt ran and passed.',
      manualSteps: ['Look at the change and take it: git merge it'],
    });
    expect(healReportSchema.safeParse(report).success).toBe(true);
    expect(world.held).toMatchObject([{ where: 'git merge it' }]);
  });

  test('believes no run that did nothing', async () => {
    const world = aWorld({ runs: [false], fixes: [aFix('a')], proves: false });
    const { report } = await world.run();
    expect(report).toMatchObject({
      result: 'exhausted',
      proof: null,
      patch: null,
      fixes: [{ outcome: 'undone', why: 'It did nothing.' }],
    });
    expect(world.did()).not.toContain('keep');
  });

  test('stores what waits, and applies exactly that when a person lets it through', async () => {
    const verdict = { kind: 'wait', gate: 'mode', why: 'It is for you.' } as const;
    const world = aWorld({ runs: [false], fixes: [aFix('a')], verdict });
    const { report } = await world.run({ mode: 'human-in-loop' });
    expect(report).toMatchObject({
      result: 'proposed',
      manualSteps: ['Read the change “Mend by a”, then: yardmaster apply-fix a-id'],
    });
    const approved = world.held[0]?.fix;
    if (!approved) throw new Error('nothing was stored');
    const later = aWorld({ runs: [true], inTree: true });
    expect((await later.approve(approved)).report.result).toBe('healed');
    expect(later.did()).toEqual([
      ...['open', 'put', 'verify', 'keep', 'confirmation', 'settle', 'remember kept', 'close'],
    ]);
  });

  test('takes back what does not pass where it is needed', async () => {
    const world = aWorld({ runs: [false, false], fixes: [aFix('a')], inTree: true });
    const { report, where } = await world.run();
    expect(report).toMatchObject({ result: 'exhausted', patch: null });
    expect(where).toBeNull();
    expect(world.did().slice(-4)).toEqual(['confirmation', 'undo', 'remember undone', 'close']);
  });

  test.each(['open', 'apply', 'verify', 'keep'] as const)(
    'hands over where there is no way to %s',
    async (broken) => {
      const world = aWorld({ runs: [false], fixes: [aFix('a')], broken });
      const { report } = await world.run();
      expect(report.result).toBe('exhausted');
      expect(JSON.stringify(report)).toContain(`no ${broken} here`);
      expect(world.did().at(-1)).toBe('close');
    },
  );

  test('still retries where no scratch checkout can be made', async () => {
    const fixes = [aFix('a'), aRetry()];
    const world = aWorld({ runs: [false, true], fixes, broken: 'open', transient: true });
    expect((await world.run()).report.result).toBe('recovered');
  });

  test.each(['first', 'open', 'apply', 'verify', 'keep', 'wait 5000', 'confirmation'])(
    'cleans up when it is stopped at “%s”',
    async (stopAt) => {
      const fixes = stopAt.startsWith('wait') ? [aRetry()] : [aFix('a')];
      const world = aWorld({ runs: [false, true], fixes, stopAt, inTree: true });
      const { interrupted } = await world.run();
      expect(interrupted).toBe(true);
      expect(world.did().at(-1)).toBe('close');
      if (stopAt === 'keep' || stopAt === 'confirmation') expect(world.did()).toContain('undo');
      expect(world.did()).not.toContain('settle');
    },
  );
});
