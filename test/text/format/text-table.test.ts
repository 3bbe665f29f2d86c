import { describe, expect, test } from '@jest/globals';
import { textTable } from '../../../src/text/format/text-table.ts';

describe('a table for a terminal', () => {
  test('aligns its columns, with no blanks at the ends of lines', () => {
    expect(
      textTable([
        ['TASK', 'ETA'],
        ['日本', '4m 05s'],
      ]),
    ).toEqual(['  TASK  ETA', '  日本  4m 05s']);
  });

  test('leaves out columns in which nothing stands', () => {
    expect(textTable([['a', '', 'b']])).toEqual(['  a  b']);
  });

  test('cuts what is too wide, but for the last column', () => {
    expect(textTable([['a-long-name', 'a long reason']], 6)).toEqual(['  a-lon…  a long reason']);
  });

  test('of nothing has no lines', () => expect(textTable([])).toEqual([]));
});
