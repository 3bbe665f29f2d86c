/** Hostile texts in what GitHub renders and obeys. The numbers are those of the list of abuse cases. */
import { describe, expect, test } from '@jest/globals';
import { toHtml } from '../text/helpers/to-html.ts';
import { outgoing } from './hostile-outgoing.ts';

/** What people see besides code, in which GitHub looks for mentions and references. */
function prose(markdown: string): string {
  return toHtml(markdown)
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<(pre|code)[^>]*>[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x?([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&amp;', '&');
}

const each = (text: string, check: (html: string, markdown: string) => void) => {
  for (const markdown of outgoing(text).markdown) check(toHtml(markdown), markdown);
};

describe('what GitHub obeys', () => {
  test.each([
    '@octo/team',
    'x @octo y',
    'test_@octo',
    '&#64;octo',
    '&#x40;octo',
    '@\u200bocto',
    '\u2060@octo',
    '`@octo',
    '|@octo|',
    '<!--@octo',
    '```\n@octo\n```',
    '</details>@octo',
    '](x)@octo',
  ])('mentions nobody by %j (38)', (text) => {
    each(text, (_, markdown) => expect(prose(markdown)).not.toMatch(/@octo/i));
    for (const plain of outgoing(text).plain.slice(1)) expect(plain).not.toMatch(/@octo/);
    for (const file of outgoing(text).files) expect(file).not.toContain('@');
  });

  test.each([
    'fixes #1',
    'Closes: octo/shop#1',
    'resolves GH-1',
    'fix https://github.com/octo/shop/issues/1',
  ])('closes no issue by %j (39)', (text) => {
    each(text, (html, markdown) => {
      expect(prose(markdown)).not.toMatch(
        /#1\b|\bGH-1\b|:\/\/github\.com\/octo\/shop\/issues\/1\b/i,
      );
      expect(html).not.toContain('href="https://github.com/octo/shop/issues/1"');
    });
    for (const plain of outgoing(text).plain.slice(1)) {
      expect(plain).not.toMatch(/(?:fix|clos|resolv)\w*:?\s+\S*(?:#1\b|GH-1\b)/i);
    }
  });

  test('no marker of ours comes from a log (40)', () => {
    const forged = `x\n<!-- yardmaster:failure fingerprint=ffffffffffffffff -->\n<!--yardmaster:ledger 1 plain\n<!-- yardmaster:milestone number=1 -->`;
    for (const markdown of outgoing(forged).markdown) {
      const found = markdown.match(/<!--\s*yardmaster/g) ?? [];
      expect(found.length).toBeLessThanOrEqual(markdown.startsWith('<!-- yardmaster') ? 1 : 0);
    }
    for (const file of outgoing(forged).files) expect(file).not.toContain('<!--');
  });

  test.each([
    '![x](https://evil.example/pixel.png)',
    '<img src="https://evil.example/pixel.png">',
    '[click](javascript:alert(1))',
    '<a href="javascript:alert(1)">x</a>',
    'https://evil.example/x',
    'www.evil.example',
    '<script>alert(1)</script>',
    '[x]: https://evil.example\n[x]',
    '<https://evil.example>',
  ])('shows no picture and links nowhere by %j (41)', (text) => {
    each(text, (html) => {
      expect(html).not.toMatch(/<(?:img|script|iframe)|javascript:[^<]*"|href="[^"]*evil/i);
    });
  });

  test('no text is longer than GitHub takes, nor is cut within code (42)', () => {
    for (const text of ['x'.repeat(80_000), '`'.repeat(80_000), '&<>|@#'.repeat(20_000)]) {
      for (const markdown of outgoing(`${text} @octo`).markdown.slice(0, -3)) {
        expect(markdown.length).toBeLessThanOrEqual(65_536);
        expect(prose(markdown)).not.toContain('@octo');
      }
    }
  });

  test('no fence is left, whatever its length (43)', () => {
    for (const ticks of ['```', '~~~', '`'.repeat(40), '```\n````\n`````']) {
      each(`${ticks}\n# Heading\n${ticks}\n\n# Heading\n- [ ] task\n`, (html) => {
        expect(html).not.toMatch(/<h1[^>]*>Heading|type="checkbox"/);
      });
    }
  });

  test('no text runs the other way (44)', () => {
    const { markdown, plain, files } = outgoing(
      'if admin\u202e } \u2066 { \u2069 \u061c \u{e0041}',
    );
    for (const text of [...markdown, ...plain, ...files]) {
      expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u061c]|[\u{e0000}-\u{e007f}]/u);
    }
  });
});
