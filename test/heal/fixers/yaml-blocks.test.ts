import { describe, expect, it } from '@jest/globals';
import { dbtKeyPairs } from '../../../src/heal/fixers/dbt/dbt-key-pairs.ts';
import { repairYaml } from '../../../src/heal/fixers/yaml/repair-yaml.ts';
import { judged, words } from '../gates/a-change.ts';

const good = `version: 2

models:
  - name: ferries
    description: One row for each ship.
    columns:
      - name: ferry_id
        data_tests:
          - unique
          - not_null
      - name: built_on
        description: As the yard says.
        data_type: date
  - name: harbours
    config:
      contract:
        enforced: true
    columns:
      - name: harbour_id
        data_tests:
          - unique:
              config:
                severity: warn
`;

const lines = good.split('\n');

/** The lines from one on, as many as hang on it, at another depth. */
function moved(from: number, count: number, by: number): string {
  return lines
    .map((line, at) => {
      if (at < from || at >= from + count) return line;
      return by > 0 ? ' '.repeat(by) + line : line.slice(-by);
    })
    .join('\n');
}

const known = new Set(dbtKeyPairs);
const mended = (text: string, line: number) =>
  repairYaml(text, { lines: [line], known }).map(
    (place) => text.slice(0, place.start) + place.text + text.slice(place.end),
  );

describe('a block of a YAML file at the wrong depth', () => {
  it.each([
    ['columns, too deep', 5, 8, 2, 6],
    ['columns, too far out', 5, 8, -2, 6],
    ['columns, off by one', 5, 8, 1, 6],
    ['tests, too deep', 7, 3, 2, 8],
    ['the last columns, too far out', 17, 6, -2, 18],
  ] as const)('%s: is moved back as a whole, and the gates let it', (_, from, count, by, line) => {
    const broken = moved(from, count, by);
    expect(mended(broken, line)).toEqual([good]);
    expect(words(judged('models/m.yml', broken, good))).toBe('pass');
  });
});

describe('the gates refuse', () => {
  it('to move a part of a block, or lines in two places', () => {
    const broken = moved(5, 8, 2);
    expect(words(judged('models/m.yml', broken, moved(8, 5, 2)))).toMatch(/^meaning/);
    const twice = moved(5, 8, 2).split('\n');
    const both = twice.map((line, at) => (at === 17 ? `  ${line}` : line)).join('\n');
    expect(words(judged('models/m.yml', both, good))).toMatch(/^meaning/);
  });

  it('to give what says how strictly is judged to something else', () => {
    // `config` with its severity, behind a test, as if it were the column's own.
    const broken = moved(21, 2, 1).replace('unique:', 'unique');
    const elsewhere = moved(21, 2, -6).replace('unique:', 'unique');
    expect(words(judged('models/m.yml', broken, elsewhere))).toMatch(/^meaning/);
  });
});
