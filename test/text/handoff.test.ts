import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AttemptResult } from '../../src/core/model.ts';
import { type Handoff, parseHandoff, renderHandoff } from '../../src/text/handoff.ts';
import { packText } from '../../src/text/pack-text.ts';
import { nightly } from './helpers/builders.ts';

const ref = { run: 12, task: 3, attempt: 2 };

function aResult(set: Partial<AttemptResult> = {}): AttemptResult {
  return {
    outcome: 'success',
    failure: null,
    exitCode: 0,
    signal: null,
    startedAt: nightly,
    endedAt: nightly + 5_000,
    digest: null,
    place: 987,
    message: '',
    ...set,
  };
}

function aHandoff(set: Partial<Handoff> = {}): Handoff {
  return { ref, result: aResult(), outputs: {}, produced: [], tail: 'done\n', ...set };
}

describe('a handoff', () => {
  test('arrives as it left, with its digest in the result', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_-]{0,9}$/), fc.string({ unit: 'binary' })),
        fc.array(fc.string()),
        fc.string({ unit: 'grapheme' }),
        (outputs, produced, tail) => {
          const handoff = aHandoff({ outputs, produced, tail });
          const { text, digest } = renderHandoff(handoff);
          const parsed = parseHandoff(`${text}\n`, ref);
          expect(parsed).toEqual({
            ok: true,
            digest,
            handoff: { ...handoff, result: { ...handoff.result, digest } },
          });
        },
      ),
      { seed: 5, numRuns: 100 },
    );
  });

  test('is one line of plain characters, fit for a job output', () => {
    expect(renderHandoff(aHandoff({ tail: '::error::x\n\u001b[31m\n' })).text).toMatch(
      /^yardmaster-handoff:1:12\/3\.2:[0-9a-f]{16}:[A-Za-z0-9+/=]+$/,
    );
  });

  test('binds files only while it is a success that names them', () => {
    const filesDigest = 'ab'.repeat(32);
    const parsed = (handoff: Handoff) => {
      const read = parseHandoff(renderHandoff(handoff).text, ref);
      return read.ok ? read.handoff.filesDigest : read.code;
    };
    expect(parsed(aHandoff({ produced: ['a'], filesDigest }))).toBe(filesDigest);
    const tooMany = Array.from({ length: 1_001 }, (_, at) => `f${at}`);
    expect(parsed(aHandoff({ produced: tooMany, filesDigest }))).toBeUndefined();
    expect(() => renderHandoff(aHandoff({ filesDigest: 'ab' }))).toThrow();
  });

  test('keeps the end of a long tail', () => {
    const parsed = parseHandoff(
      renderHandoff(aHandoff({ tail: `${'x'.repeat(50_000)}END` })).text,
      ref,
    );
    expect(parsed.ok && parsed.handoff.tail).toMatch(/^x{15997}END$/);
  });

  test.each([
    ['too large outputs', { outputs: { csv: 'x'.repeat(70_000) } }, /70003 characters/],
    ['an output with a strange name', { outputs: { 'a b': '1' } }, /name/],
    ['an output that poisons objects', { outputs: JSON.parse('{"__proto__":"1"}') }, /name/],
    [
      'too many files',
      { produced: Array.from({ length: 1_001 }, (_, at) => `${at}`) },
      /1001 files/,
    ],
  ])('with %s tells a failure instead of a success', (_, set, why) => {
    const parsed = parseHandoff(renderHandoff(aHandoff(set)).text, ref);
    expect(parsed.ok && parsed.handoff.result).toMatchObject({
      outcome: 'failure',
      failure: 'validation',
      message: expect.stringMatching(why),
    });
  });

  test('is not written when its result contradicts itself', () => {
    expect(() => renderHandoff(aHandoff({ result: aResult({ failure: 'crash' }) }))).toThrow(
      RangeError,
    );
    expect(() => renderHandoff(aHandoff({ result: aResult({ outcome: 'failure' }) }))).toThrow();
  });
});

describe('a text that is read for a handoff', () => {
  const { text } = renderHandoff(aHandoff());
  const withContent = (json: string) => text.replace(/[^:]+$/, packText(json));

  test.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \n', 'empty'],
    ['a log line', 'all done', 'damaged'],
    ['half of one', text.slice(0, -9), 'damaged'],
    ['other bytes under the old digest', withContent('{}'), 'damaged'],
    ['another attempt', renderHandoff(aHandoff({ ref: { ...ref, attempt: 1 } })).text, 'foreign'],
    ['another attempt with its name changed', text.replace('12/3.2', '12/3.1'), 'foreign'],
    [
      'an older attempt under this name',
      renderHandoff(aHandoff({ ref: { ...ref, attempt: 1 } })).text.replace('3.1', '3.2'),
      'damaged',
    ],
    ['a bomb', withContent(' '.repeat(30_000_000)), 'damaged'],
  ])('is no result when it is %s', (_, line, code) => {
    expect(parseHandoff(line, ref)).toMatchObject({ ok: false, code });
  });
});
