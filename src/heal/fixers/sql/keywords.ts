const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Words that end an expression or a name: never an alias that stands without AS, never a column. */
export const reserved = words(
  'select from where group order having limit offset union except intersect join inner left right full cross natural on using when then else end case and or not in is between like ilike as with by distinct window qualify lateral fetch asc desc values asof semi anti positional pivot unpivot tablesample over partition',
);

/** Reserved words that are functions where a bracket follows. */
export const functionLike = words('left right if replace values lateral');

/** Words of SQL that a person may misspell; what a repair may put in the place of an unknown word. */
export const repairable: readonly string[] = [
  'select',
  'from',
  'where',
  'group',
  'order',
  'having',
  'limit',
  'union',
  'except',
  'intersect',
  'join',
  'inner',
  'left',
  'right',
  'full',
  'outer',
  'cross',
  'on',
  'using',
  'when',
  'then',
  'else',
  'end',
  'case',
  'and',
  'or',
  'not',
  'in',
  'is',
  'null',
  'between',
  'like',
  'ilike',
  'as',
  'with',
  'by',
  'distinct',
  'all',
  'over',
  'partition',
  'asc',
  'desc',
  'qualify',
  'exists',
  'interval',
  'cast',
  'extract',
  'substring',
];
