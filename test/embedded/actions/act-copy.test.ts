import { describe, expect, test } from '@jest/globals';
import { actCopy, parseActJobName } from '../../../src/embedded/actions/act-copy.ts';
import { parseActLine } from '../../../src/embedded/actions/act-events.ts';
import { createConcurrencyLeases } from '../../../src/embedded/actions/concurrency-leases.ts';
import { inCreatedRange } from '../../../src/embedded/actions/created-range.ts';
import type { Permissions } from '../../../src/embedded/tokens.ts';
import { renderWorkflows } from '../../../src/text/workflow/render-workflows.ts';

describe('the copies of workflow files that the runner gets', () => {
  const files = renderWorkflows({ action: 'acme/yardmaster@v1', version: '', secrets: [] });
  const asked: Permissions[] = [];
  const copies = actCopy('.github/workflows/yardmaster.yml', files, (permissions) => {
    asked.push(permissions);
    return `token-${asked.length}`;
  });

  test('give each job a token with the permissions of its file, and no other', () => {
    expect(asked).toContainEqual({
      actions: 'read',
      contents: 'read',
      issues: 'read',
      pull_requests: 'none',
    });
    expect(asked).toContainEqual({
      actions: 'write',
      contents: 'write',
      issues: 'write',
      pull_requests: 'write',
    });
    expect(copies.map(({ text }) => text).join('')).not.toContain('github.token');
  });

  test('carry names and groups in a form that comes back from the log', () => {
    const main = copies[0]?.text ?? '';
    expect(main).not.toContain('queue:');
    expect(main).toMatch(/\u2063[^\u2063]*matrix\.label[^\u2063]*\u2064yardmaster-/);
    expect(parseActJobName('\u206312/3.1 a/b\u2064g-1\u2063-2/Called/\u2063run\u2063   ')).toEqual({
      name: '12/3.1 a/b / run',
      caller: '12/3.1 a/b',
      concurrencyGroup: 'g-1',
    });
  });
});

test('lines of the log that are no JSON, or of no job, say nothing', () => {
  expect(parseActLine('Error: x')).toEqual([]);
  expect(parseActLine('{"level":"warning","msg":"x"}')).toEqual([]);
});

test('a group has one holder; others follow in the order in which they asked', () => {
  const leases = createConcurrencyLeases();
  expect([leases.take('g', 1), leases.take('g', 2), leases.take('g', 3)]).toEqual([
    true,
    false,
    false,
  ]);
  leases.releaseAll(2);
  leases.release('g', 1);
  expect([leases.take('g', 3), leases.members('g')]).toEqual([true, [3]]);
});

test.each([
  ['2026-01-05', true],
  ['2026-01-06', false],
  ['>=2026-01-05T09:00:00Z', true],
  ['>2026-01-05T09:00:00Z', false],
  ['<2026-01-05', false],
  ['2026-01-01..2026-01-05', true],
  ['2026-01-06..*', false],
  ['nonsense', true],
])('`created` %s: %s', (filter, expected) => {
  expect(inCreatedRange(filter, Date.parse('2026-01-05T09:00:00Z'))).toBe(expected);
});
