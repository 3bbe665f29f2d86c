/** Where and why a template cannot be read. */
export interface JinjaFault {
  readonly at: number;
}

const endings = { '{{': '}}', '{%': '%}' } as const;
type Opening = keyof typeof endings;

const blocks: ReadonlySet<string> = new Set(
  'if for macro call filter block raw snapshot test materialization docs autoescape'.split(' '),
);
/** Words between two values of an expression. */
const operators: ReadonlySet<string> = new Set(
  'and or in is if else not recursive as import from with'.split(' '),
);

/**
 * Reads a template as far as its signs go: braces, quotes, brackets, values side by side, blocks that open
 * and close. Null: it can be read. It knows less than Jinja: what it takes may still be wrong.
 */
export function checkJinja(text: string): JinjaFault | null {
  const open: string[] = [];
  const next = /\{[{%#]|[}%#]\}|[{}]/g;
  const braces: number[] = [];
  for (let found = next.exec(text); found; found = next.exec(text)) {
    const [sign] = found;
    const at = found.index;
    if (sign === '{' || sign === '}') {
      if (!looseBrace(text, at, braces)) return { at };
      continue;
    }
    const end = blockEnd(text, at, sign, open);
    if (typeof end !== 'number') return end;
    next.lastIndex = end;
  }
  const [loose] = braces;
  if (loose !== undefined) return { at: loose };
  return open.length > 0 ? { at: text.length } : null;
}

/** Braces of SQL are those of a struct and come in pairs; another one is what is left of two. */
function looseBrace(text: string, at: number, braces: number[]): boolean {
  if (text[at] === '}') return braces.pop() !== undefined;
  braces.push(at);
  return /^\{\s*(?:'[^'\n]*'|"[^"\n]*"|\w+)\s*:/.test(text.slice(at, at + 200));
}

function blockEnd(text: string, at: number, sign: string, open: string[]): number | JinjaFault {
  if (sign === '{#') {
    const end = text.indexOf('#}', at + 2);
    return end < 0 ? { at } : end + 2;
  }
  if (sign !== '{{' && sign !== '{%') return { at };
  const inner = readInner(text, at + 2, sign);
  if ('fault' in inner) return { at: inner.fault };
  if (sign === '{%' && !follow(inner.words, open)) return { at };
  return open.at(-1) === 'raw' ? afterRaw(text, inner.end, open) : inner.end;
}

function afterRaw(text: string, at: number, open: string[]): number {
  const end = /\{%-?\s*endraw\s*-?%\}/.exec(text.slice(at));
  open.pop();
  return end ? at + end.index + end[0].length : text.length;
}

/** Keeps track of blocks; false where one closes that is not open. */
function follow(words: readonly string[], open: string[]): boolean {
  const [first = '', ...rest] = words;
  if (first.startsWith('end')) return open.pop() === first.slice(3);
  if (first === 'else' || first === 'elif') return ['if', 'for'].includes(open.at(-1) ?? '');
  if (blocks.has(first) || (first === 'set' && !rest.includes('='))) open.push(first);
  return true;
}

type Inner =
  | { readonly words: readonly string[]; readonly end: number }
  | { readonly fault: number };

const space = /[\s]+/y;
const value = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[A-Za-z_]\w*|\d+(?:\.\d+)?/y;
const sign = /==|!=|<=|>=|\/\/|\*\*|[-+*/%~|.,:=<>()[\]{}]/y;
const closes: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

interface Reading {
  readonly opening: Opening;
  readonly words: string[];
  readonly brackets: string[];
  afterValue: boolean;
}

/** What stands between the braces, up to the closing ones. */
function readInner(text: string, start: number, opening: Opening): Inner {
  const reading: Reading = { opening, words: [], brackets: [], afterValue: false };
  let at = start;
  if (text[at] === '-' || text[at] === '+') at++;
  for (;;) {
    at += matchAt(space, text, at).length;
    const length = closingAt(text, at, reading);
    if (length > 0) {
      const { words } = reading;
      return words.length === 0 ? { fault: at } : { words, end: at + length };
    }
    const word = matchAt(value, text, at);
    const piece = word === '' ? matchAt(sign, text, at) : word;
    const good = word === '' ? takeSign(piece, reading) : takeValue(piece, reading);
    if (!good) return { fault: at };
    at += piece.length;
  }
}

function closingAt(text: string, at: number, { opening, brackets, words }: Reading): number {
  if (brackets.length > 0 || /^[-+*/%~|.,:=<>!]+$/.test(words.at(-1) ?? '')) return 0;
  const ending = endings[opening];
  if (text.startsWith(ending, at)) return 2;
  return text.startsWith(`-${ending}`, at) ? 3 : 0;
}

function takeValue(word: string, reading: Reading): boolean {
  const { words, opening } = reading;
  const isOperator = operators.has(word) || (opening === '{%' && words.length <= 1);
  if (reading.afterValue && !isOperator && !operators.has(words.at(-1) ?? '')) return false;
  words.push(word);
  reading.afterValue = !isOperator;
  return true;
}

function takeSign(mark: string, reading: Reading): boolean {
  const { words, brackets, opening, afterValue } = reading;
  const opens = mark === '(' || mark === '[' || mark === '{';
  if (mark === '' || (mark === '=' && opening === '{{' && brackets.length === 0)) return false;
  if (mark === '{' && afterValue) return false;
  if (!opens && closes[mark] === undefined && !mayStand(mark, reading)) return false;
  if (opens) brackets.push(mark);
  else if (closes[mark] !== undefined && brackets.pop() !== closes[mark]) return false;
  words.push(mark);
  reading.afterValue = closes[mark] !== undefined;
  return true;
}

/** Signs stand between values, but for those that may begin one. */
function mayStand(mark: string, { words, brackets, opening, afterValue }: Reading): boolean {
  if (afterValue || mark === '-' || mark === '+') return true;
  if (opening === '{%' && words.length <= 2) return true;
  return brackets.length > 0 && (mark === ':' || mark === '*' || mark === '**');
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
