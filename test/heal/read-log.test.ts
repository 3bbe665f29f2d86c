import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanLine } from '../../src/heal/log/clean-line.ts';
import { makeLiteralScanner } from '../../src/heal/log/literal-scanner.ts';
import { makeLogReader } from '../../src/heal/log/read-log.ts';
import { diagnosisOf } from './diagnosis-of.ts';

const scanner = makeLiteralScanner(['error: ']);

function linesOf(...pieces: readonly string[]) {
  const reader = makeLogReader(scanner);
  for (const piece of pieces) reader.push(piece);
  return reader.end();
}

describe('a line', () => {
  it.each([
    ['2026-04-22T16:11:48.2774206Z error: x', 'error: x'],
    ['\ufeff2026-04-22T16:11:48Z error: x', 'error: x'],
    ['[2026-04-22 16:11:48,277] error: x', 'error: x'],
    ['10:20:55  error: x', 'error: x'],
    ['\u001b[31;1merror\u001b[0m: x', 'error: x'],
    ['^[[36merror^[[0m: x', 'error: x'],
    ['10 %\r50 %\rerror: x\r', 'error: x'],
    ['build\tRun tests\t2026-04-22T16:11:48.2774206Z error: x', 'error: x'],
    ['##[error]error: x', 'error: x'],
    ['::error file=a.ts,line=3,col=1::error: x', 'a.ts:3:1: error: x'],
    ['::error title=ruff (I001),file=/w/a.py,line=2::a.py:2:1: I001 x%0A help', 'a.py:2:1: I001 x'],
    ['  ::error file=a.go,line=3::100%25 wrong', 'a.go:3: 100% wrong'],
    ['@acme/web:build: src/a.ts(1,1): error TS1: x', 'src/a.ts(1,1): error TS1: x'],
    ['apps/web test: FAIL a.test.ts', 'FAIL a.test.ts'],
    ['web-1  | Error: x', 'Error: x'],
    ['src/a.py:7: error: x', 'src/a.py:7: error: x'],
  ])('%j is read as what it says', (raw, text) => {
    expect(cleanLine(raw).text).toBe(text);
  });
});

describe('a log', () => {
  it('is the same in pieces of any size', () => {
    const text = 'a\n\u001b[31merror: b\u001b[0m\r\nc ä 漢\nerror: d';
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 }), (sizes) => {
        const pieces: string[] = [];
        let from = 0;
        for (const size of sizes) {
          pieces.push(text.slice(from, from + size));
          from += size;
        }
        expect(linesOf(...pieces, text.slice(from))).toEqual(linesOf(text));
      }),
      { seed: 4 },
    );
  });

  it('keeps the numbers of its lines, though it drops what nobody asks for', () => {
    const log = linesOf('noise\n'.repeat(5_000), 'error: here\n', 'noise\n'.repeat(5_000));
    expect(log.total).toBe(10_001);
    expect(log.lines.find(({ literals }) => literals.length > 0)?.number).toBe(5_001);
    expect(log.lines.length).toBeLessThan(400);
    expect(log.lines.map(({ number }) => number)).toEqual(
      [...log.lines.map(({ number }) => number)].sort((one, other) => one - other),
    );
  });

  it('costs bounded memory when each of its lines is of interest, or when it is one line', () => {
    const kept = (text: string, times: number) => {
      const reader = makeLogReader(scanner);
      for (let time = 0; time < times; time++) reader.push(text);
      return reader.end().lines.reduce((sum, line) => sum + line.text.length, 0);
    };
    expect(kept('error: all is lost\n'.repeat(1_000), 200)).toBeLessThan(12_000_000);
    expect(kept('error: '.repeat(10_000), 200)).toBeLessThan(20_000);
  });

  it('made for catastrophic backtracking costs no more than another', () => {
    const evil = [
      `${'a/'.repeat(3_000)}.py:1:1: E${' '.repeat(2_000)}`,
      `FAILED ${'a::'.repeat(2_700)}`,
      `E${' '.repeat(8_000)}x: error: `,
      `${'-> '.repeat(2_500)} error TS${'('.repeat(500)}`,
      `Imports ${'│ '.repeat(4_000)}Error: ${'\u001b['.repeat(2_000)}`,
    ].join('\n');
    const started = performance.now();
    expect(diagnosisOf(`${evil}\n`.repeat(200)).summary).not.toBe('');
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe('the scanner', () => {
  it('finds what indexOf finds', () => {
    const words = fc.stringMatching(/^[ab●]{1,4}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(words, { minLength: 1, maxLength: 6 }),
        fc.stringMatching(/^[abc●]{0,30}$/),
        (literals, text) => {
          const found = makeLiteralScanner(literals).scan(text);
          expect([...found].sort()).toEqual(
            literals.flatMap((literal, id) => (text.includes(literal) ? [id] : [])),
          );
        },
      ),
      { seed: 4 },
    );
  });
});
