import { describe, expect, test } from '@jest/globals';
import { limitsFor } from '../../../src/text/settings/limits-for.ts';
import { parseSettings } from '../../../src/text/settings/parse-settings.ts';
import { defaultSettings } from '../../../src/text/settings/settings.ts';

const settingsOf = (text: string) => parseSettings(new TextEncoder().encode(text));

describe('the settings', () => {
  test('may say all of it', () => {
    expect(
      settingsOf(
        'slots: 6\nkinds: { training: 1 }\ngroups: { discovery: 5 }\nresources: { gpu: 4 }\nissues: all\nmax-timeout-minutes: 1440\n',
      ),
    ).toEqual({
      ok: true,
      settings: {
        slots: 6,
        kinds: { training: 1 },
        groups: { discovery: 5 },
        resources: { gpu: 4 },
        heal: {},
        issues: 'all',
        maxTimeoutMinutes: 1_440,
      },
    });
  });

  test.each([
    ['no file', null],
    ['comments alone', '# nothing yet\n'],
    ['nothing', ''],
  ])('are the usual ones where there is %s', (_, text) => {
    expect(text === null ? parseSettings(null) : settingsOf(text)).toEqual({
      ok: true,
      settings: defaultSettings,
    });
  });

  test('tell every problem', () => {
    const parsed = settingsOf(
      'slot: 2\nkinds: { x: 0 }\ngroups: [5]\ntasks: {}\nresources: { "": 1, gpu: many }\n',
    );
    expect(
      parsed.ok ? [] : parsed.problems.map(({ code, message }) => `${code}: ${message}`),
    ).toEqual([
      'unknown-key: `slot` is not a key of the settings',
      'wrong-value: `kinds.x` cannot be `0`',
      'wrong-type: `groups` cannot be a list',
      'unknown-key: `tasks` is not a key of the settings',
      'bad-name: `` cannot be a key of `resources`',
      'wrong-type: `resources.gpu` cannot be `many`',
    ]);
  });
});

describe('the limits over all runs', () => {
  test('are those of the settings', () => {
    expect(limitsFor({ ...defaultSettings, slots: 2 }, [{ slots: 9 }]).slots).toBe(2);
  });

  test('follow from the run with the most slots where nobody says', () => {
    expect(limitsFor(defaultSettings, [{ slots: 3 }, { slots: 5 }]).slots).toBe(5);
    expect(limitsFor(defaultSettings, []).slots).toBe(1);
  });
});
