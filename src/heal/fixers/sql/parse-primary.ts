import { functionLike, reserved } from './keywords.ts';
import type { SqlCursor } from './sql-cursor.ts';

const literalTypes = ['date', 'time', 'timestamp', 'timestamptz', 'datetime', 'json'];

/** One value: a literal, a name, a call, CASE, brackets. */
export function parsePrimary(cursor: SqlCursor): boolean {
  return cursor.nested(() => primary(cursor)) === true;
}

function primary(cursor: SqlCursor): boolean {
  const { kind } = cursor.token;
  if (cursor.done || kind === 'open') return false;
  if (kind === 'number' || kind === 'string') return step(cursor);
  if (kind === 'jinja') return step(cursor) && path(cursor) && call(cursor);
  if (kind === 'mark') return bracketed(cursor);
  return kind === 'quoted' ? named(cursor) : worded(cursor);
}

function bracketed(cursor: SqlCursor): boolean {
  if (cursor.is('(')) return cursor.grammar.brackets(cursor);
  if (cursor.take('['))
    return cursor.take(']') || (cursor.grammar.list(cursor) && cursor.take(']'));
  if (cursor.take('{')) return struct(cursor);
  if (cursor.take('$', '?', ':')) return cursor.kind('number', 'word') ? step(cursor) : true;
  return false;
}

function struct(cursor: SqlCursor): boolean {
  const entry = () =>
    cursor.kind('string', 'word', 'quoted') &&
    step(cursor) &&
    cursor.take(':') &&
    cursor.grammar.expression(cursor) !== false;
  return cursor.list(entry, false, () => false) && cursor.take('}');
}

function worded(cursor: SqlCursor): boolean {
  const next = cursor.peek(1);
  if (cursor.take('case')) return caseWhen(cursor);
  if (next.low === '(' && cursor.is('exists'))
    return step(cursor) && cursor.grammar.brackets(cursor);
  if (cursor.is('interval')) return interval(cursor, next.low);
  if (next.low === '[' && cursor.is('array')) return step(cursor) && bracketed(cursor);
  if (next.kind === 'string' && literalTypes.includes(cursor.token.low)) return step(cursor, 2);
  if (cursor.is('null', 'true', 'false')) return step(cursor);
  const isFunction = next.low === '(' && functionLike.has(cursor.token.low);
  return (isFunction || !reserved.has(cursor.token.low)) && named(cursor);
}

function interval(cursor: SqlCursor, next: string): boolean {
  cursor.at++;
  if (next === '(') return cursor.grammar.brackets(cursor) && unit(cursor);
  if (cursor.kind('string', 'number', 'jinja')) return step(cursor) && unit(cursor);
  // A column may be called so.
  return path(cursor);
}

function unit(cursor: SqlCursor): boolean {
  if (
    cursor.kind('word') &&
    /^(?:year|quarter|month|week|day|hour|minute|second)s?$/.test(cursor.token.low)
  )
    cursor.at++;
  return true;
}

function named(cursor: SqlCursor): boolean {
  return step(cursor) && path(cursor) && call(cursor);
}

function path(cursor: SqlCursor): boolean {
  while (cursor.is('.')) {
    const next = cursor.peek(1);
    if (next.kind === 'mark' && next.low !== '*') return false;
    if (next.kind !== 'word' && next.kind !== 'quoted' && next.kind !== 'jinja' && next.low !== '*')
      return false;
    cursor.at += 2;
  }
  return true;
}

function call(cursor: SqlCursor): boolean {
  return cursor.is('(') ? cursor.grammar.call(cursor) : true;
}

function caseWhen(cursor: SqlCursor): boolean {
  const searched = cursor.is('when');
  if (!searched && cursor.grammar.expression(cursor) === false) return false;
  let branches = 0;
  while (cursor.take('when')) {
    const good = searched
      ? cursor.grammar.condition(cursor)
      : cursor.grammar.expression(cursor) !== false;
    if (!good || !cursor.take('then') || cursor.grammar.expression(cursor) === false) return false;
    branches++;
  }
  if (cursor.take('else') && cursor.grammar.expression(cursor) === false) return false;
  return branches > 0 && cursor.take('end');
}

function step(cursor: SqlCursor, count = 1): boolean {
  cursor.at += count;
  return true;
}
