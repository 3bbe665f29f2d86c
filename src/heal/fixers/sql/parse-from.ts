import { isBareAlias } from './is-bare-alias.ts';
import { reserved } from './keywords.ts';
import { nameOf } from './name-of.ts';
import { parseCall } from './parse-call.ts';
import { parseBrackets, parseCondition, startsQuery } from './parse-expression.ts';
import type { Query, Relation } from './query.ts';
import type { SqlCursor } from './sql-cursor.ts';

const joins = [
  'natural',
  'inner',
  'left',
  'right',
  'full',
  'outer',
  'cross',
  'asof',
  'semi',
  'anti',
  'positional',
  'lateral',
];

/** What stands between FROM and the next clause. */
export function parseFrom(cursor: SqlCursor, relations: Relation[]): boolean {
  if (!relation(cursor, relations)) return false;
  for (;;) {
    if (cursor.take(',')) {
      cursor.take('lateral');
      if (!relation(cursor, relations)) return false;
      continue;
    }
    const joined = join(cursor, relations);
    if (joined === null) return true;
    if (!joined) return false;
  }
}

function join(cursor: SqlCursor, relations: Relation[]): boolean | null {
  if (!cursor.is('join', ...joins)) return null;
  const words: string[] = [];
  while (cursor.is(...joins)) words.push(cursor.tokens[cursor.at++]?.low ?? '');
  if (!cursor.take('join')) return false;
  cursor.take('lateral');
  if (!relation(cursor, relations)) return false;
  if (cursor.take('on')) return parseCondition(cursor);
  if (cursor.take('using')) return parseBrackets(cursor);
  return words.some((word) => ['natural', 'cross', 'positional'].includes(word)) || !words.length;
}

function relation(cursor: SqlCursor, relations: Relation[]): boolean {
  const { start } = cursor.token;
  const source = what(cursor);
  if (!source) return false;
  if (cursor.is('with') && cursor.peek(1).low === 'ordinality') cursor.at += 2;
  const named = cursor.take('as');
  const alias = cursor.token;
  const canAlias = named ? cursor.kind('word', 'quoted', 'jinja') : isBareAlias(cursor);
  if (named && !canAlias) return false;
  const free = cursor.behind;
  if (canAlias) {
    cursor.at++;
    if (cursor.is('(') && !parseBrackets(cursor)) return false;
  }
  relations.push({
    ...source,
    alias: canAlias ? nameOf(alias) : null,
    aliasStart: canAlias ? alias.start : free,
    aliasEnd: canAlias ? alias.end : free,
    start,
    end: cursor.behind,
  });
  return true;
}

function isKeyword(low: string): boolean {
  return reserved.has(low) || low === 'minus';
}

type Source = {
  readonly name: string | null;
  readonly jinja: string | null;
  readonly query: Query | null;
};

function what(cursor: SqlCursor): Source | false {
  if (cursor.is('(')) return brackets(cursor);
  if (cursor.kind('string')) {
    cursor.at++;
    return { name: null, jinja: null, query: null };
  }
  const first = cursor.token;
  if (!cursor.kind('word', 'quoted', 'jinja') || (first.kind === 'word' && isKeyword(first.low)))
    return false;
  let last = first;
  cursor.at++;
  while (cursor.is('.')) {
    last = cursor.peek(1);
    if (!['word', 'quoted', 'jinja'].includes(last.kind)) return false;
    cursor.at += 2;
  }
  if (cursor.is('(')) return parseCall(cursor) ? { name: null, jinja: null, query: null } : false;
  if (last.kind === 'jinja') return { name: null, jinja: last.text, query: null };
  return { name: nameOf(last), jinja: null, query: null };
}

function brackets(cursor: SqlCursor): Source | false {
  const isQuery = startsQuery(cursor);
  cursor.at++;
  if (!isQuery) {
    const inner: Relation[] = [];
    return parseFrom(cursor, inner) && cursor.take(')')
      ? { name: null, jinja: null, query: null }
      : false;
  }
  const query = cursor.grammar.query(cursor);
  return query && cursor.take(')') ? { name: null, jinja: null, query } : false;
}
