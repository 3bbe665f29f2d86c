/** Operators that break the data: the tests are right, and only a person knows what the data should be. */
import type { Operator } from '../mutation.ts';
import type { Prng } from '../prng.ts';
import type { ProjectFiles } from '../project-files.ts';

type Column = readonly [path: string, column: string];

/** Changes one cell of one row below the header. `value` is given the row's old value and the first row's. */
function cellChanged(
  files: ProjectFiles,
  random: Prng,
  columns: readonly Column[],
  what: string,
  value: (old: string, another: string) => string,
) {
  const [path, column] = random.pick(columns);
  const lines = (files.get(path) ?? '').split('\n');
  const at = (lines[0] ?? '').split(',').indexOf(column);
  // Quoted cells would move the columns, so such rows are left alone.
  const rows = lines.flatMap((line, row) =>
    row > 1 && line !== '' && !line.includes('"') ? [row] : [],
  );
  if (at < 0 || rows.length === 0) return undefined;
  const row = random.pick(rows);
  const cells = (lines[row] ?? '').split(',');
  const another = (lines[1] ?? '').split(',')[at] ?? '';
  cells[at] = value(cells[at] ?? '', another);
  lines[row] = cells.join(',');
  return {
    what: `${what} (${path}:${row + 1}, ${column})`,
    files: new Map([[path, lines.join('\n')]]),
  };
}

const rule =
  'A test finds bad data. What the data should be is known to their owner, and tests are never edited.';

export const dataOperators: readonly Operator[] = [
  {
    name: 'data-null',
    project: 'dbt-shop',
    healable: false,
    rule,
    draw: (files, random) =>
      cellChanged(
        files,
        random,
        [
          ['seeds/raw_orders.csv', 'customer'],
          ['seeds/raw_orders.csv', 'ordered_at'],
          ['seeds/raw_order_lines.csv', 'sku'],
          ['data/web/sessions.csv', 'session_id'],
          ['seeds/ref_countries.csv', 'vat_percent'],
        ],
        'a value is missing',
        () => '',
      ),
  },
  {
    name: 'data-duplicate',
    project: 'dbt-shop',
    healable: false,
    rule,
    draw: (files, random) =>
      cellChanged(
        files,
        random,
        [
          ['seeds/raw_customers.csv', 'id'],
          ['seeds/raw_orders.csv', 'id'],
          ['seeds/raw_payments.csv', 'id'],
          ['seeds/raw_products.csv', 'sku'],
          ['data/web/page_views.csv', 'view_id'],
        ],
        'a key stands twice',
        (_, another) => another,
      ),
  },
  {
    name: 'data-unknown-value',
    project: 'dbt-shop',
    healable: false,
    rule,
    draw: (files, random) =>
      cellChanged(
        files,
        random,
        [
          ['seeds/raw_orders.csv', 'status'],
          ['seeds/raw_products.csv', 'category'],
          ['data/web/sessions.csv', 'utm_source'],
        ],
        'a value is not one of those accepted',
        (old) => random.pick(['unknown', 'on_hold', `${old}x`]),
      ),
  },
  {
    name: 'data-orphan',
    project: 'dbt-shop',
    healable: false,
    rule,
    draw: (files, random) =>
      cellChanged(
        files,
        random,
        [
          ['seeds/raw_orders.csv', 'customer'],
          ['seeds/raw_order_lines.csv', 'order_id'],
          ['seeds/raw_order_lines.csv', 'sku'],
          ['seeds/raw_customers.csv', 'country_code'],
          ['data/web/page_views.csv', 'session_id'],
        ],
        'a row points at nothing',
        (old) => `${old.slice(0, 1)}99999`,
      ),
  },
];
