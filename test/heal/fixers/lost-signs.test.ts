import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseSql, strict } from '../../../src/heal/fixers/sql/parse-sql.ts';
import { repairSyntax } from '../../../src/heal/fixers/sql/repair-syntax.ts';
import { tokenizeSql } from '../../../src/heal/fixers/sql/tokenize-sql.ts';

const { files } = JSON.parse(
  readFileSync(new URL('fixtures/library-failures.json', import.meta.url), 'utf8'),
) as { files: Readonly<Record<string, string>> };
const models = Object.entries(files).filter(
  ([path]) => path.startsWith('models/') && path.endsWith('.sql'),
);
const said = new Map<string, number>();
for (const [word] of Object.values(files)
  .join('\n')
  .toLowerCase()
  .matchAll(/[a-z_]\w*/g))
  said.set(word, (said.get(word) ?? 0) + 1);
const hints = { count: (word: string) => said.get(word.toLowerCase()) ?? 0, near: null };
const dense = (text: string) => text.replace(/\s+/g, '');
const readable = (text: string) => !('fault' in parseSql(tokenizeSql(text), strict));

/** The text without each of its signs in turn. */
function withoutOne(text: string, signs: string): readonly string[] {
  return tokenizeSql(text).flatMap((token) => {
    if (token.kind === 'string' && signs.includes("'"))
      return [
        text.slice(0, token.start) + text.slice(token.start + 1),
        text.slice(0, token.end - 1) + text.slice(token.end),
      ];
    return signs.includes(token.text) ? [text.slice(0, token.start) + text.slice(token.end)] : [];
  });
}

function mendedTexts(text: string): readonly string[] {
  return repairSyntax(text, hints).flatMap(({ change, places }) => {
    const mended = text.slice(0, change.start) + change.text + text.slice(change.end);
    return places ? [mended, mended] : [mended];
  });
}

describe('a query that has lost one sign', () => {
  it.each(models)('%s can be read as it is', (_, text) => expect(readable(text)).toBe(true));

  it.each([',', '(', ')', "'"])('%s is never mended to something else', (sign) => {
    const wrong = models.flatMap(([, text]) =>
      withoutOne(text, sign).flatMap((lost) => {
        const texts = readable(lost) ? [] : mendedTexts(lost);
        const only = texts.length === 1 ? texts : [];
        return only.filter((mended) => dense(mended) !== dense(text));
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('is mended for nearly every comma that a parser misses', () => {
    const lost = models.flatMap(([, text]) =>
      withoutOne(text, ',').filter((one) => !readable(one)),
    );
    const mended = lost.filter((text) => mendedTexts(text).length === 1);
    expect(mended.length / lost.length).toBeGreaterThan(0.95);
  });

  it('is left to people where brackets may stand at several places', () => {
    expect(mendedTexts('select (a + b * c as x from t').length).toBeGreaterThan(1);
  });

  it('inside or outside of a condition of Jinja is left to people', () => {
    const text = 'with a as (select 1 as x {% if y %} from b {% endif %} select x from a';
    expect(mendedTexts(text).length).not.toBe(1);
  });

  it('costs little where the text is hostile', () => {
    const nested = `select ${'('.repeat(5_000)}1`;
    expect(mendedTexts(nested)).toEqual([]);
    expect(mendedTexts("'".repeat(20_001))).toEqual([]);
    expect(mendedTexts('{{'.repeat(50_000))).toEqual([]);
  });
});
