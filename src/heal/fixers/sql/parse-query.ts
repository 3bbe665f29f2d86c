import { isBareAlias } from './is-bare-alias.ts';
import { reserved } from './keywords.ts';
import { nameOf } from './name-of.ts';
import { parseOrder, parseWindow, starTail } from './parse-call.ts';
import { parseBrackets, parseCondition, parseExpression } from './parse-expression.ts';
import { parseFrom } from './parse-from.ts';
import type { Cte, Query, Relation, Select, SelectItem, Span } from './query.ts';
import type { SqlCursor } from './sql-cursor.ts';

/** WITH, the SELECTs, and what follows them; false where the tokens are no query. */
export function parseQuery(cursor: SqlCursor): Query | false {
  return cursor.nested(() => {
    const ctes: Cte[] = [];
    if (cursor.take('with') && !withList(cursor, ctes)) return false;
    const selects: Select[] = [];
    do {
      if (!member(cursor, ctes, selects)) return false;
    } while (setOperation(cursor));
    if (!ending(cursor)) return false;
    const [only] = selects;
    // ORDER BY belongs to the select where there is just one.
    const whole = only && selects.length === 1 ? [{ ...only, end: cursor.behind }] : selects;
    return { ctes, selects: whole };
  });
}

function withList(cursor: SqlCursor, ctes: Cte[]): boolean {
  cursor.take('recursive');
  return cursor.list(
    () => cte(cursor, ctes),
    true,
    () => cursor.is('select', 'from', '('),
  );
}

function cte(cursor: SqlCursor, ctes: Cte[]): boolean {
  const token = cursor.token;
  if (!cursor.kind('word', 'quoted', 'jinja') || reserved.has(token.low)) return false;
  cursor.at++;
  const columns: string[] = [];
  if (cursor.take('(')) {
    const column = () => {
      columns.push(nameOf(cursor.token));
      return cursor.kind('word', 'quoted') && ++cursor.at > 0;
    };
    if (!cursor.list(column, false, () => false) || !cursor.take(')')) return false;
  }
  if (!cursor.take('as')) return false;
  cursor.take('not');
  cursor.take('materialized');
  if (!cursor.take('(')) return false;
  const query = parseQuery(cursor);
  if (!query || !cursor.take(')')) return false;
  ctes.push({ name: nameOf(token), start: token.start, end: cursor.behind, columns, query });
  return true;
}

function setOperation(cursor: SqlCursor): boolean {
  if (!cursor.take('union', 'except', 'intersect', 'minus')) return false;
  cursor.take('all', 'distinct');
  if (cursor.is('by') && cursor.peek(1).low === 'name') cursor.at += 2;
  return true;
}

function member(cursor: SqlCursor, ctes: Cte[], selects: Select[]): boolean {
  if (cursor.is('(')) {
    cursor.at++;
    const inner = parseQuery(cursor);
    if (!inner || !cursor.take(')')) return false;
    ctes.push(...inner.ctes);
    selects.push(...inner.selects);
    return true;
  }
  if (cursor.take('values'))
    return cursor.list(
      () => parseBrackets(cursor),
      false,
      () => false,
    );
  if (cursor.kind('jinja')) return ++cursor.at > 0;
  const select = parseSelect(cursor);
  if (select) selects.push(select);
  return select !== false;
}

function parseSelect(cursor: SqlCursor): Select | false {
  const { start } = cursor.token;
  const items: SelectItem[] = [];
  const relations: Relation[] = [];
  const early = cursor.is('from');
  if (early && !(cursor.take('from') && parseFrom(cursor, relations))) return false;
  if (!cursor.take('select')) {
    if (!early) return false;
  } else if (!selectList(cursor, items)) return false;
  if (!early && cursor.take('from') && !parseFrom(cursor, relations)) return false;
  const groups: Span[] = [];
  if (!clauses(cursor, groups)) return false;
  return { items, relations, groups: groups.length > 0 ? groups : null, start, end: cursor.behind };
}

function selectList(cursor: SqlCursor, items: SelectItem[]): boolean {
  if (cursor.take('distinct')) {
    if (cursor.take('on') && !parseBrackets(cursor)) return false;
  } else cursor.take('all');
  const ends = () =>
    cursor.done || cursor.is('from', ')', 'where', 'union', 'group', 'order', 'limit');
  return cursor.list(() => item(cursor, items), true, ends);
}

function item(cursor: SqlCursor, items: SelectItem[]): boolean {
  const first = cursor.at;
  const { start } = cursor.token;
  if (cursor.is('*')) return star(cursor, items, first);
  if (parseExpression(cursor) === false) return false;
  if (cursor.tokens[cursor.at - 1]?.low === '*') return star(cursor, items, cursor.at - 1);
  const named = cursor.take('as');
  const alias = cursor.token;
  if (named ? isName(cursor) || cursor.kind('string') : isBareAlias(cursor)) {
    cursor.at++;
    items.push({ start, end: cursor.behind, ...namedBy(alias), bare: !named, star: null });
    return true;
  }
  items.push(byPath(cursor, first, start));
  return !named;
}

function isName(cursor: SqlCursor): boolean {
  return cursor.kind('word', 'quoted', 'jinja');
}

/** `*`, `a.*`, and what they leave out; `at` is the index of the star. */
function star(cursor: SqlCursor, items: SelectItem[], at: number): boolean {
  const path = cursor.tokens[at - 1]?.low === '.' ? cursor.tokens[at - 2] : undefined;
  const start = (path ?? cursor.tokens[at])?.start ?? 0;
  cursor.at = at + 1;
  if (!starTail(cursor)) return false;
  const left = cursor.tokens.slice(at + 1, cursor.at);
  const except = left.filter(({ kind }) => kind === 'word' || kind === 'quoted').map(nameOf);
  items.push({
    ...unnamed(start, cursor.behind),
    star: { of: path ? nameOf(path) : null, except },
  });
  return true;
}

/** `a.b` gives `b`; all else that has no alias has no name that the text tells. */
function byPath(cursor: SqlCursor, first: number, start: number): SelectItem {
  const tokens = cursor.tokens.slice(first, cursor.at);
  const last = tokens.at(-1);
  const isPath = tokens.every(({ kind, low }, at) =>
    at % 2 === 0 ? kind === 'word' || kind === 'quoted' : low === '.',
  );
  if (!last || !isPath) return unnamed(start, cursor.behind);
  return { start, end: cursor.behind, ...namedBy(last), bare: false, star: null };
}

function namedBy(token: SqlCursor['token']) {
  const name = token.kind === 'jinja' ? null : nameOf(token);
  return { name, nameStart: token.start, nameEnd: token.end };
}

function unnamed(start: number, end: number): SelectItem {
  return { start, end, name: null, nameStart: start, nameEnd: start, bare: false, star: null };
}

function clauses(cursor: SqlCursor, groups: Span[]): boolean {
  skipJinja(cursor);
  if (cursor.take('where') && !parseCondition(cursor)) return false;
  skipJinja(cursor);
  if (cursor.take('group') && !(cursor.take('by') && grouping(cursor, groups))) return false;
  if (cursor.take('having') && !parseCondition(cursor)) return false;
  if (cursor.take('window') && !windows(cursor)) return false;
  skipJinja(cursor);
  return !cursor.take('qualify') || parseCondition(cursor);
}

/** Jinja in the place of a clause. */
function skipJinja(cursor: SqlCursor): void {
  while (cursor.kind('jinja')) cursor.at++;
}

function grouping(cursor: SqlCursor, groups: Span[]): boolean {
  if (cursor.take('all')) return true;
  const entry = () => {
    const { start } = cursor.token;
    if (parseExpression(cursor) === false) return false;
    groups.push({ start, end: cursor.behind });
    return true;
  };
  return cursor.list(entry, false, () => false);
}

function windows(cursor: SqlCursor): boolean {
  const one = () => {
    if (!cursor.kind('word')) return false;
    cursor.at++;
    return cursor.take('as') && parseWindow(cursor);
  };
  return cursor.list(one, false, () => false);
}

function ending(cursor: SqlCursor): boolean {
  if (cursor.take('order') && !(cursor.take('by') && (cursor.take('all') || parseOrder(cursor))))
    return false;
  while (cursor.is('limit', 'offset')) {
    cursor.at++;
    if (parseExpression(cursor) === false) return false;
  }
  skipJinja(cursor);
  return true;
}
