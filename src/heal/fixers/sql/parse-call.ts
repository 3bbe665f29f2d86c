import {
  parseCondition,
  parseExpression,
  parseList,
  parseSimple,
  parseType,
  startsQuery,
} from './parse-expression.ts';
import type { SqlCursor } from './sql-cursor.ts';

/** Functions whose arguments have words between them. */
const withFrom: ReadonlySet<string> = new Set([
  'extract',
  'substring',
  'trim',
  'overlay',
  'position',
]);

/** The arguments of a call from their bracket on, and what may follow (FILTER, WITHIN GROUP, OVER). */
export function parseCall(cursor: SqlCursor): boolean {
  const name = cursor.tokens[cursor.at - 1]?.low ?? '';
  cursor.at++;
  if (!cursor.take(')')) {
    const good = name.endsWith('cast') ? cast(cursor) : args(cursor, withFrom.has(name));
    if (!good || !cursor.take(')')) return false;
  }
  return tail(cursor);
}

function cast(cursor: SqlCursor): boolean {
  return (
    parseExpression(cursor) !== false &&
    cursor.take('as') &&
    parseType(cursor) &&
    (!cursor.take('format') || parseSimple(cursor))
  );
}

function args(cursor: SqlCursor, mayFrom: boolean): boolean {
  if (
    cursor.is('select', 'with') ||
    (cursor.is('(') && startsQuery(cursor) && isWholeQuery(cursor))
  )
    return cursor.grammar.query(cursor) !== false;
  cursor.take('distinct', 'all');
  if (
    !cursor.list(
      () => argument(cursor, mayFrom),
      false,
      () => cursor.is(')'),
    )
  )
    return false;
  if (cursor.take('order') && !(cursor.take('by') && parseOrder(cursor))) return false;
  if (cursor.take('separator')) cursor.at++;
  nulls(cursor);
  return true;
}

function isWholeQuery(cursor: SqlCursor): boolean {
  return cursor.peek(1).low === 'select' && cursor.peek(-1).low === 'array';
}

function argument(cursor: SqlCursor, mayFrom: boolean): boolean {
  if (cursor.take('*')) return starTail(cursor);
  if (cursor.kind('word') && (cursor.peek(1).low === '=>' || cursor.peek(1).low === ':='))
    cursor.at += 2;
  if (parseExpression(cursor) === false) return false;
  if (mayFrom && cursor.take('from') && !parseSimple(cursor)) return false;
  return !cursor.take('for') || parseSimple(cursor);
}

/** `* exclude (a, b)`, `* replace (x as a)`. */
export function starTail(cursor: SqlCursor): boolean {
  while (cursor.is('exclude', 'except', 'replace', 'rename')) {
    const bracket = cursor.peek(1).low === '(';
    if (!bracket && !cursor.is('exclude')) return true;
    cursor.at++;
    if (!bracket) cursor.at++;
    else if (!balanced(cursor)) return false;
  }
  return true;
}

/** Whatever stands in brackets that open here. */
function balanced(cursor: SqlCursor): boolean {
  let depth = 0;
  while (!cursor.done && !cursor.kind('open')) {
    if (cursor.take('(')) depth++;
    else if (cursor.take(')')) {
      depth--;
      if (depth === 0) return true;
    } else cursor.at++;
  }
  return false;
}

function nulls(cursor: SqlCursor): void {
  if (cursor.is('ignore', 'respect') && cursor.peek(1).low === 'nulls') cursor.at += 2;
}

function tail(cursor: SqlCursor): boolean {
  nulls(cursor);
  if (!withinGroup(cursor) || !filter(cursor)) return false;
  nulls(cursor);
  if (!cursor.take('over')) return true;
  if (!cursor.is('(')) return cursor.kind('word', 'quoted') && ++cursor.at > 0;
  return parseWindow(cursor);
}

function withinGroup(cursor: SqlCursor): boolean {
  if (!cursor.is('within') || cursor.peek(1).low !== 'group') return true;
  cursor.at += 2;
  const ordered = cursor.take('(') && cursor.take('order') && cursor.take('by');
  return ordered && parseOrder(cursor) && cursor.take(')');
}

function filter(cursor: SqlCursor): boolean {
  if (!cursor.is('filter') || cursor.peek(1).low !== '(') return true;
  cursor.at += 2;
  return cursor.take('where') && parseCondition(cursor) && cursor.take(')');
}

/** `( partition by ... order by ... rows ... )`. */
export function parseWindow(cursor: SqlCursor): boolean {
  if (!cursor.take('(')) return false;
  if (cursor.kind('word') && !cursor.is('partition', 'order', 'rows', 'range', 'groups'))
    cursor.at++;
  if (cursor.take('partition') && !(cursor.take('by') && parseList(cursor))) return false;
  if (cursor.take('order') && !(cursor.take('by') && parseOrder(cursor))) return false;
  if (cursor.take('rows', 'range', 'groups'))
    while (cursor.kind('word', 'number', 'string', 'jinja')) cursor.at++;
  return cursor.take(')');
}

/** What follows ORDER BY. */
export function parseOrder(cursor: SqlCursor): boolean {
  const entry = () => {
    if (parseExpression(cursor) === false) return false;
    cursor.take('asc', 'desc');
    if (cursor.take('nulls') && !cursor.take('first', 'last')) return false;
    return true;
  };
  return cursor.list(entry, false, () => cursor.is(')'));
}
