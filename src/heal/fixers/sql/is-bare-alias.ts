import { reserved } from './keywords.ts';
import type { SqlCursor } from './sql-cursor.ts';

/** Whether the token may be an alias without AS. Jinja that stands alone is another item or clause; in a name it is part of the name. */
export function isBareAlias(cursor: SqlCursor): boolean {
  const { kind, low } = cursor.token;
  if (kind === 'jinja') return !(low.startsWith('{{') && low.endsWith('}}'));
  return kind === 'quoted' || (kind === 'word' && !reserved.has(low) && low !== 'minus');
}
