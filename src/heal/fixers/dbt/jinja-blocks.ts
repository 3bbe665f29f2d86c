/** A piece of Jinja in a file; offsets from 0, `end` is behind it. */
export interface JinjaBlock {
  readonly kind: 'expression' | 'statement' | 'comment';
  readonly start: number;
  readonly end: number;
}

/** Something that Jinja calls by name, as it stands in a file. */
export interface JinjaCall {
  /** Without the package in front of it. */
  readonly name: string;
  readonly prefix: string | null;
  readonly nameStart: number;
  readonly nameEnd: number;
  /** Arguments that are quoted text, in order, until one is not. */
  readonly texts: readonly QuotedText[];
}

interface QuotedText {
  readonly value: string;
  /** Of what stands between the quotes. */
  readonly start: number;
  readonly end: number;
}

const opening = /\{\{|\{%|\{#/g;
const closers = { '{{': '}}', '{%': '%}', '{#': '#}' } as const;
const kinds = { '{{': 'expression', '{%': 'statement', '{#': 'comment' } as const;

/** The blocks of a file, in order; one that never closes reaches to the end. */
export function jinjaBlocks(text: string): readonly JinjaBlock[] {
  const blocks: JinjaBlock[] = [];
  opening.lastIndex = 0;
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    const sign = found[0] as keyof typeof closers;
    const close = text.indexOf(closers[sign], found.index + 2);
    const end = close < 0 ? text.length : close + 2;
    blocks.push({ kind: kinds[sign], start: found.index, end });
    opening.lastIndex = end;
  }
  return blocks;
}

const call = /(?<![\w.'"])(?:([A-Za-z_]\w*)\s*\.\s*)?([A-Za-z_]\w*)\s*\(/g;
const argument = /\s*(?:'([^'\n]*)'|"([^"\n]*)")\s*(?=[,)])/y;

/** All calls in expressions and statements of a file, nested ones as well. */
export function jinjaCalls(text: string): readonly JinjaCall[] {
  return jinjaBlocks(text)
    .filter(({ kind }) => kind !== 'comment')
    .flatMap(({ start, end }) => callsIn(text, start, end));
}

function callsIn(text: string, start: number, end: number): readonly JinjaCall[] {
  const found: JinjaCall[] = [];
  for (const match of text.slice(start, end).matchAll(call)) {
    const name = match[2] ?? '';
    const open = start + match.index + match[0].length;
    const nameEnd = start + match.index + match[0].replace(/\s*\($/, '').length;
    found.push({
      name,
      prefix: match[1] ?? null,
      nameStart: nameEnd - name.length,
      nameEnd,
      texts: textsAt(text, open, end),
    });
  }
  return found;
}

function textsAt(text: string, open: number, end: number): readonly QuotedText[] {
  const texts: QuotedText[] = [];
  let at = open;
  while (at < end) {
    argument.lastIndex = at;
    const found = argument.exec(text);
    if (!found) break;
    const value = found[1] ?? found[2] ?? '';
    const start = at + found[0].search(/['"]/) + 1;
    texts.push({ value, start, end: start + value.length });
    at = argument.lastIndex;
    if (text[at] !== ',') break;
    at++;
  }
  return texts;
}
