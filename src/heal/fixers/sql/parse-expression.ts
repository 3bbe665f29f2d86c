import { functionLike, reserved } from './keywords.ts';
import { parsePrimary } from './parse-primary.ts';
import type { ExpressionKind, SqlCursor } from './sql-cursor.ts';

const arithmetic = ['+', '-', '*', '/', '//', '%', '||', '->', '->>', '^', '**', '&', '|', '#'];
const comparisons = [
  '=',
  '==',
  '<>',
  '!=',
  '<',
  '>',
  '<=',
  '>=',
  '~',
  '~*',
  '!~',
  '!~*',
  '~~',
  '~~*',
];

/** A condition or value; false where the tokens are none. The cursor stands behind it. */
export function parseExpression(cursor: SqlCursor): ExpressionKind | false {
  return cursor.nested(() => {
    let kind: ExpressionKind = 'plain';
    for (;;) {
      let negated = false;
      while (cursor.take('not')) negated = true;
      const part = comparison(cursor);
      if (!part) return false;
      if (part === 'bool' || negated) kind = 'bool';
      if (!cursor.take('and', 'or')) return kind;
      kind = 'bool';
    }
  });
}

/** What WHERE, ON, HAVING and WHEN take: a value that is no comparison is taken, and counted as odd. */
export function parseCondition(cursor: SqlCursor): boolean {
  const first = cursor.token;
  const kind = parseExpression(cursor);
  if (kind === 'plain' && first.kind !== 'jinja') cursor.oddities++;
  return kind !== false;
}

function comparison(cursor: SqlCursor): ExpressionKind | false {
  if (!parseSimple(cursor)) return false;
  let kind: ExpressionKind = 'plain';
  for (;;) {
    const taken = comparedWith(cursor);
    if (taken === null) return kind;
    if (!taken) return false;
    kind = 'bool';
  }
}

/** null: no comparison follows. */
function comparedWith(cursor: SqlCursor): boolean | null {
  if (cursor.take(...comparisons)) return quantified(cursor);
  if (cursor.take('is')) return isWhat(cursor);
  if (cursor.take('isnull', 'notnull')) return true;
  const negated =
    cursor.is('not') &&
    ['in', 'like', 'ilike', 'between', 'similar', 'rlike'].includes(cursor.peek(1).low);
  if (negated) cursor.at++;
  if (cursor.take('in')) return inWhat(cursor);
  if (cursor.take('between'))
    return parseSimple(cursor) && cursor.take('and') && parseSimple(cursor);
  if (cursor.is('similar') && cursor.peek(1).low === 'to') {
    cursor.at += 2;
    return parseSimple(cursor);
  }
  if (!cursor.take('like', 'ilike', 'rlike', 'regexp', 'glob')) return null;
  return parseSimple(cursor) && (!cursor.take('escape') || parseSimple(cursor));
}

function quantified(cursor: SqlCursor): boolean {
  if (cursor.is('any', 'all', 'some') && cursor.peek(1).low === '(') cursor.at++;
  return parseSimple(cursor);
}

function isWhat(cursor: SqlCursor): boolean {
  cursor.take('not');
  if (cursor.take('distinct')) return cursor.take('from') && parseSimple(cursor);
  return cursor.take('null', 'true', 'false', 'unknown');
}

function inWhat(cursor: SqlCursor): boolean {
  if (cursor.kind('jinja')) return parseSimple(cursor);
  return parseBrackets(cursor);
}

/** `( query )` or `( expression, ... )`. */
export function parseBrackets(cursor: SqlCursor): boolean {
  if (!cursor.is('(')) return false;
  if (startsQuery(cursor)) {
    cursor.at++;
    return cursor.grammar.query(cursor) !== false && cursor.take(')');
  }
  cursor.at++;
  return parseList(cursor) && cursor.take(')');
}

/** Expressions with commas between. */
export function parseList(cursor: SqlCursor): boolean {
  return cursor.list(
    () => parseExpression(cursor) !== false,
    false,
    () => cursor.is(')'),
  );
}

/** Whether the brackets that open here hold a query. */
export function startsQuery(cursor: SqlCursor): boolean {
  let ahead = 0;
  while (cursor.peek(ahead).low === '(') ahead++;
  const { kind, low } = cursor.peek(ahead);
  return kind === 'word' && ['select', 'with', 'values', 'from'].includes(low);
}

/** Values with arithmetic between them, without comparisons. */
export function parseSimple(cursor: SqlCursor): boolean {
  for (;;) {
    while (cursor.take('-', '+', '~', '@')) {
      // Signs do not change what may follow.
    }
    if (!parsePrimary(cursor) || !postfixes(cursor)) return false;
    if (!cursor.take(...arithmetic)) return true;
  }
}

function postfixes(cursor: SqlCursor): boolean {
  for (;;) {
    const taken = postfix(cursor);
    if (taken === null) return true;
    if (!taken) return false;
  }
}

/** null: none follows. */
function postfix(cursor: SqlCursor): boolean | null {
  if (cursor.take('::')) return parseType(cursor);
  if (cursor.take('[')) return subscript(cursor);
  if (cursor.take('collate')) return cursor.kind('word', 'quoted') && ++cursor.at > 0;
  if (cursor.is('at') && cursor.peek(1).low === 'time') {
    cursor.at += 3;
    return parsePrimary(cursor);
  }
  if (!cursor.is('.') || cursor.tokens[cursor.at - 1]?.low !== ')') return null;
  cursor.at++;
  return parsePrimary(cursor);
}

function subscript(cursor: SqlCursor): boolean {
  if (!cursor.is(':') && parseExpression(cursor) === false) return false;
  if (cursor.take(':') && !cursor.is(']') && parseExpression(cursor) === false) return false;
  return cursor.take(']');
}

/** The name of a type: `decimal(12, 2)`, `double precision`, `timestamp with time zone`, `integer[]`. */
export function parseType(cursor: SqlCursor): boolean {
  if (!cursor.kind('word', 'jinja', 'quoted')) return false;
  if (reserved.has(cursor.token.low) && !functionLike.has(cursor.token.low)) return false;
  cursor.at++;
  while (cursor.is('precision', 'varying', 'time', 'zone', 'local') || withZone(cursor))
    cursor.at++;
  if (cursor.is('(') && !skipBrackets(cursor)) return false;
  while (withZone(cursor) || (cursor.is('time', 'zone') && cursor.at > 0)) cursor.at++;
  while (cursor.is('[') && (cursor.peek(1).low === ']' || cursor.peek(2).low === ']'))
    cursor.at += cursor.peek(1).low === ']' ? 2 : 3;
  return true;
}

function withZone(cursor: SqlCursor): boolean {
  return cursor.is('with', 'without') && cursor.peek(1).low === 'time';
}

/** Numbers, names and types in brackets, nothing else. */
function skipBrackets(cursor: SqlCursor): boolean {
  let depth = 0;
  while (!cursor.done) {
    if (cursor.take('(')) depth++;
    else if (cursor.take(')')) {
      depth--;
      if (depth === 0) return true;
    } else if (cursor.kind('word', 'number', 'quoted', 'jinja') || cursor.is(',')) {
      if (reserved.has(cursor.token.low)) return false;
      cursor.at++;
    } else return false;
  }
  return false;
}
