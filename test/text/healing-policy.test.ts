import { describe, expect, test } from '@jest/globals';
import { parseExecutionMode } from '../../src/text/healing/execution-mode.ts';
import { healPolicyOf } from '../../src/text/healing/heal-policy-of.ts';

const read = (text: string) => parseExecutionMode(new TextEncoder().encode(text));

describe('config/execution_mode.yml', () => {
  test('is of no account where it is not there', () => {
    expect(parseExecutionMode(null)).toEqual({ execution: {}, faults: [] });
  });

  test.each([
    ['mode: human_in_loop\nretries: 2\n', { mode: 'human-in-loop', retries: 2 }],
    ['mode: Autonomous\nowner: data\n', { mode: 'autonomous' }],
    ['retries: 0\n', { retries: 0 }],
  ])('says mode and retries: %j', (text, execution) => {
    expect(read(text)).toEqual({ execution, faults: [] });
  });

  test.each(['mode: autonomus\n', 'mode: [autonomous]\n', 'mode: "\n', '- autonomous\n'])(
    'that is not understood lets nothing happen without a person: %j',
    (text) => {
      const { execution, faults } = read(text);
      expect(execution.mode).toBe('human-in-loop');
      expect(faults).toHaveLength(1);
    },
  );
});

describe('the policy of a task', () => {
  test('comes from the task, then the settings, then the execution mode, then the defaults', () => {
    const execution = { mode: 'human-in-loop', retries: 1 } as const;
    expect(healPolicyOf(true, {}, execution)).toMatchObject({ mode: 'human-in-loop', retries: 1 });
    expect(healPolicyOf(true, { mode: 'autonomous' }, execution)).toMatchObject({
      mode: 'autonomous',
      retries: 1,
    });
    expect(healPolicyOf('human-in-loop', { mode: 'autonomous' }, {}).mode).toBe('human-in-loop');
    expect(healPolicyOf(true, {}, {})).toMatchObject({
      mode: 'autonomous',
      retries: 3,
      threshold: 80,
    });
  });

  test('proves fixes by the command itself only where that is said', () => {
    expect(healPolicyOf(true, {}, {}).verify).toBeNull();
    expect(healPolicyOf({ verify: 'same' }, {}, {}).verify).toBe('same');
    expect(healPolicyOf({ verify: 'dbt build --target ci' }, {}, {}).verify).toEqual({
      command: 'dbt build --target ci',
    });
  });
});
