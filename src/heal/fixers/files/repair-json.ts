import type { Replacement } from '../text-edit.ts';

const maxLength = 100_000;
/** How far from where reading stopped the fault may lie. */
const reach = { before: 300, behind: 80 };
const signs = [',', '"', ':', '{', '}', '[', ']'];

/** Every sign that, put in or taken away at one place, lets a JSON text be read. Places that give the same value are one. */
export function repairJson(text: string): readonly Replacement[] {
  if (text.length > maxLength || isJson(text)) return [];
  const stopped = stopOf(text);
  const found = new Map<string, Replacement>();
  const from = Math.max(0, stopped - reach.before);
  const to = Math.min(text.length, stopped + reach.behind);
  for (let at = to; at >= from; at--) {
    for (const sign of signs) tryOut(text, { start: at, end: at, text: sign }, found);
    if (signs.includes(text[at] ?? '')) tryOut(text, { start: at, end: at + 1, text: '' }, found);
  }
  return [...found.values()];
}

function tryOut(text: string, place: Replacement, found: Map<string, Replacement>): void {
  const mended = text.slice(0, place.start) + place.text + text.slice(place.end);
  let value: string;
  try {
    value = JSON.stringify(JSON.parse(mended));
  } catch {
    return;
  }
  const known = found.get(value);
  if (!known || rank(text, place) >= rank(text, known)) found.set(value, place);
}

/** Of equal places the first counts, right behind what it belongs to; but a bracket goes where its line is empty. */
function rank(text: string, { start, text: sign }: Replacement): number {
  if (sign !== '}' && sign !== ']') return 0;
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return /^[ \t]+$/.test(line) && /^,?(?:\r?\n|$)/.test(text.slice(start, start + 9)) ? 1 : 0;
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The length of the longest beginning that may begin a JSON text. */
function stopOf(text: string): number {
  const token =
    /\s+|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[,:{}[\]]/y;
  const stack: string[] = [];
  let [at, before] = [0, ''];
  while (at < text.length) {
    token.lastIndex = at;
    const piece = token.exec(text)?.[0];
    if (piece === undefined || !fits(piece, before, stack)) return at;
    if (piece.trim() !== '') before = piece;
    at += piece.length;
  }
  return at;
}

function fits(piece: string, before: string, stack: string[]): boolean {
  if (piece.trim() === '') return true;
  const afterValue = before !== '' && !',:{['.includes(before);
  if (piece === '{' || piece === '[') {
    stack.push(piece);
    return !afterValue;
  }
  if (piece === '}' || piece === ']')
    return stack.pop() === (piece === '}' ? '{' : '[') && before !== ',' && before !== ':';
  if (piece === ',') return afterValue;
  if (piece === ':') return afterValue && stack.at(-1) === '{';
  return !afterValue;
}
