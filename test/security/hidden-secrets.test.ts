/** Secrets in what a failure leaves in the repository. The numbers are those of the list of abuse cases. */
import { describe, expect, test } from '@jest/globals';
import { secretsOf } from '../../src/cli/heal/heal-secrets.ts';
import { addToHealingMemory } from '../../src/reconcile/failures/healing-memory.ts';
import { recordFailure } from '../../src/reconcile/failures/record-failure.ts';
import { redact } from '../../src/text/safety/redact.ts';
import { FaultyWorld } from '../reconcile/failures/faulty-world.ts';
import { aContext, print } from '../text/failure/a-failure.ts';
import { hostileReport } from './hostile-outgoing.ts';

describe('a secret', () => {
  const secret = 'correct-horse"battery/staple';
  const pem = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEpAIBAAKCAQEA7c0ffee\n'.repeat(12)}-----END RSA PRIVATE KEY-----`;

  /** Everything that recording such a failure leaves in the repository. */
  async function left(text: string, secrets: readonly string[] = [secret]): Promise<string> {
    const world = new FaultyWorld(1, 0);
    const settings = { ...world.settings('w'), secrets };
    const recorded = recordFailure(world.ports(), settings, hostileReport(text), aContext());
    await world.settle();
    await recorded;
    const lesson = {
      kind: 'pattern',
      fingerprint: print,
      summary: text,
      evidence: text,
      at: 0,
    } as const;
    void addToHealingMemory(world.ports(), [], secrets.length === 0 ? [lesson] : []);
    await world.settle();
    const { issues, files } = world.memory.present;
    return JSON.stringify([[...issues.values()], [...world.memory.comments.values()], [...files]]);
  }

  test.each([
    'postgres://etl:hunter2hunter2@db:5432/shop',
    'connection to server failed: postgresql://etl:hunter2hunter2@10.0.0.1/shop?sslmode=require',
    'snowflake://u:hunter2hunter2@acct/db',
    'password=hunter2hunter2 host=db',
  ])('in a connection error is hidden: %s (45)', async (text) => {
    expect(await left(text, [])).not.toContain('hunter2hunter2');
  });

  test('in Base64 or as URLs write it is hidden (46)', async () => {
    const forms = [
      Buffer.from(secret).toString('base64'),
      Buffer.from(`x${secret}`).toString('base64url'),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('hex'),
    ];
    const all = await left(`a ${forms.join(' b ')} c`);
    for (const form of forms) expect(all).not.toContain(form.slice(4, -4));
  });

  test('of several lines is hidden, known or not, also without its end (47)', async () => {
    expect(await left(`x\n${pem}\ny`, [])).not.toContain('MIIEpAIBAAKC');
    expect(await left(`x\n${pem.slice(0, 200)}`, [])).not.toContain('MIIEpAIBAAKC');
    const lines = 'first-line-of-it\nsecond-line-of-it';
    expect(await left('a\n  second-line-of-it\n', [lines])).not.toContain('second-line-of-it');
  });

  test('of dbt in compiled SQL is hidden by its variable’s name (48)', async () => {
    const secrets = secretsOf({ DBT_ENV_SECRET_SALT: 'pepper-and-salt', PATH: '/usr/bin' });
    const all = await left("select md5(id || 'pepper-and-salt') from /usr/bin", secrets);
    expect(all).not.toContain('pepper-and-salt');
    expect(all).toContain('/usr/bin');
  });

  test('within JSON, also within JSON in JSON, is hidden (49)', async () => {
    const json = JSON.stringify({ token: secret });
    const all = await left(`${json} ${JSON.stringify(json)}`);
    expect(all).not.toMatch(/correct-horse|battery/);
  });

  test('across the place where a text is cut is hidden: redaction comes first (50)', async () => {
    for (const filler of [3_990, 490, 290, 190]) {
      const all = await left(`${'x'.repeat(filler)}${secret}`);
      expect(all).not.toMatch(/correct|horse/);
      const token = await left(
        `${'x '.repeat(filler / 2)}ghp_0123456789abcdefghijABCDEFGHIJ012345`,
        [],
      );
      expect(token).not.toContain('ghp_0123');
    }
    expect(redact(`${'x'.repeat(50)}${secret}`, [secret]).slice(0, 60)).not.toContain('corr');
  });
});
