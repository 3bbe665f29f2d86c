import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { aSite, type Site } from '../runner/heal/a-site.ts';
import { buildCommandLine, builtCommandLine } from './a-checkout.ts';

const untidy = 'answer = 42  \n';
const tidy = 'answer = 42\n';
const check = ['ruff', 'format', '--check'];
let site: Site;
jest.setTimeout(60_000);

beforeAll(buildCommandLine);
afterEach(() => site?.remove());

/** Starts the command line in the site; `until`: kills or interrupts it once that stands in its output. */
function start(args: readonly string[], until?: { text: string; signal: NodeJS.Signals }) {
  const child = spawn(process.execPath, [builtCommandLine, ...args], {
    cwd: site.root,
    env: {
      PATH: `${site.bin}:/usr/local/bin:/usr/bin:/bin`,
      HOME: join(site.root, '..'),
      TMPDIR: site.temporary,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  let sent = false;
  const hear = () => {
    if (until && !sent && out.includes(until.text)) {
      sent = true;
      child.kill(until.signal);
    }
  };
  child.stdout.on('data', (chunk) => {
    out += chunk;
    hear();
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

describe('yardmaster heal', () => {
  test('heals, says how, and ends with 0', async () => {
    site = aSite({ 'app/shop.py': untidy });
    const { code, out } = await start(['heal', '--', ...check]);
    expect(code).toBe(0);
    expect(out).toMatch(/^heal: autonomous \(by default\), 3 retries$/m);
    expect(out).toMatch(/Would reformat: app\/shop\.py/);
    expect(out).toMatch(/✓ .*app\/shop\.py {2}\d+ %, 0 cases/);
    expect(out).toMatch(/^ {2}-answer = 42 {2}$/m);
    expect(out).toMatch(/git merge yardmaster-heal\/[0-9a-f]{16}/);
    expect(out).toMatch(/^healed {2}the fix is verified/m);
    const listed = await start(['fixes']);
    expect(listed.out).toMatch(/kept .*app\/shop\.py/);
  });

  test('answers one line of JSON and says the rest elsewhere', async () => {
    site = aSite({ 'app/shop.py': untidy });
    const { out, err } = await start(['heal', '--json', '--in-place', '--', ...check]);
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({
      result: 'healed',
      durationMs: expect.any(Number),
      fixes: [{ outcome: 'kept' }],
    });
    expect(err).toMatch(/Would reformat/);
    expect(site.read('app/shop.py')).toBe(tidy);
  });

  test('ends with 0 where nothing failed and with 1 where it could not help', async () => {
    site = aSite({ 'app/shop.py': tidy });
    expect((await start(['heal', '--', ...check])).code).toBe(0);
    const { code, out } = await start(['heal', '--', 'node', '-e', 'throw new Error("boom")']);
    expect(code).toBe(1);
    expect(out).toMatch(/not healed/);
    expect((await start(['heal', '--', 'no-such-program'])).code).toBe(1);
    expect((await start(['heal', '--mode', 'wild', '--', 'true'])).code).toBe(2);
  });

  test('asks first in human-in-loop, as the execution mode of the repository says', async () => {
    site = aSite({ 'app/shop.py': untidy, 'config/execution_mode.yml': 'mode: human-in-loop\n' });
    const asked = await start(['heal', '--', ...check]);
    expect(asked.code).toBe(1);
    expect(asked.out).toMatch(/human-in-loop \(from config\/execution_mode\.yml\)/);
    expect(site.git('branch', '--list')).toBe('* main\n');
    const { fixes } = JSON.parse((await start(['fixes', '--json'])).out);
    expect(fixes).toMatchObject([{ state: 'waiting', cases: 0, command: check.join(' ') }]);
    const shown = await start(['fixes', fixes[0].id]);
    expect(shown.out).toContain(`apply-fix ${fixes[0].id} --hash ${fixes[0].hash}`);
    const applied = await start(['apply-fix', fixes[0].id, '--hash', fixes[0].hash]);
    expect(applied.code).toBe(0);
    expect(site.read('app/shop.py')).toBe(tidy);
    const again = await start(['apply-fix', fixes[0].id]);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('fix-is-kept')]);
  });

  test('lets nothing through that was approved on another commit or as another change', async () => {
    site = aSite({ 'app/shop.py': untidy });
    await start(['heal', '--mode', 'human-in-loop', '--', ...check]);
    const { fixes } = JSON.parse((await start(['fixes', '--json'])).out);
    const other = await start(['apply-fix', fixes[0].id, '--hash', '0'.repeat(64)]);
    expect([other.code, other.err]).toEqual([2, expect.stringContaining('other-hash')]);
    const stored = `.git/yardmaster/proposals/${fixes[0].id}.json`;
    const proposal = site.read(stored);
    site.write(stored, proposal.replace('+answer = 42', '+answer = 43'));
    const changed = await start(['apply-fix', fixes[0].id, '--hash', fixes[0].hash.slice(0, 12)]);
    expect([changed.code, changed.err]).toEqual([2, expect.stringContaining('changed')]);
    site.write(stored, proposal);
    site.commit();
    const moved = await start(['apply-fix', fixes[0].id]);
    expect([moved.code, moved.err]).toEqual([2, expect.stringContaining('other-head')]);
    expect((await start(['apply-fix', 'nonsense'])).err).toMatch(/no-such-fix/);
    expect(site.read('app/shop.py')).toBe(untidy);
  });

  test('ends a command that never ends', async () => {
    site = aSite({ 'app/shop.py': untidy });
    const slow = ['--command-timeout', '0.01', '--max-retries', '0'];
    const { code, out } = await start(['heal', ...slow, '--', 'sleep', '600']);
    expect(code).toBe(1);
    expect(out).toMatch(/timeout/i);
  });
});

describe('whenever it is ended', () => {
  const phases = ['Run the command', 'Verify', 'Keep', 'in place'];
  // Slow enough that each phase can be met.
  const slowly = ['sh', '-c', 'ruff format --check; code=$?; sleep 0.2; exit $code'];

  test.each(phases)('by kill -9 at “%s”, the tree is untouched or has the fix', async (text) => {
    site = aSite({ 'app/shop.py': untidy });
    await start(['heal', '--in-place', '--', ...slowly], { text, signal: 'SIGKILL' });
    const { code } = await start(['fixes']);
    expect(code).toBe(0);
    expect([untidy, tidy]).toContain(site.read('app/shop.py'));
    if (site.read('app/shop.py') === tidy) expect(text).toBe('in place');
    expect(site.git('status', '--porcelain')).toMatch(/^( M app\/shop\.py\n)?$/);
    expect(site.git('worktree', 'list').trim().split('\n')).toHaveLength(1);
    const folder = join(site.root, '.git/yardmaster');
    expect(readdirSync(join(folder, 'scratch'))).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.startsWith('recovery'))).toEqual([]);
    expect(readdirSync(site.temporary)).toEqual([]);
    expect(processesIn(site.root)).toEqual([]);
    if (text !== 'Keep') return;
    const healed = await start(['heal', '--in-place', '--', ...slowly]);
    expect(healed.code).toBe(0);
    expect(site.read('app/shop.py')).toBe(tidy);
  });

  test.each(['Run the command', 'Verify', 'in place'])(
    'by Ctrl-C at “%s”, it cleans up and answers 3',
    async (text) => {
      site = aSite({ 'app/shop.py': untidy });
      const { code } = await start(['heal', '--in-place', '--', ...slowly], {
        text,
        signal: 'SIGINT',
      });
      expect(code).toBe(3);
      expect(site.read('app/shop.py')).toBe(untidy);
      expect(readdirSync(site.temporary)).toEqual([]);
      expect(processesIn(site.root)).toEqual([]);
      expect(existsSync(join(site.root, '.git/yardmaster/scratch'))).toBe(true);
    },
  );
});

/** Processes whose folder is the site or a scratch checkout of it. */
function processesIn(root: string): string[] {
  const lines = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => {
    const pid = line.trim().split(' ')[0] ?? '';
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`HOME=${join(root, '..')}\0`);
    } catch {
      return false;
    }
  });
}
