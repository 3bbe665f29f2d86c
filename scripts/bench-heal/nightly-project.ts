import { fileURLToPath } from 'node:url';
import { prng } from './prng.ts';
import { type ProjectFiles, readProject } from './project-files.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The example pipeline as a team with a formatter and a linter keeps it: its own files, those of
 * `nightly-overlay/`, and the payments without the three that were captured twice (its known fault, which
 * would hide every other).
 */
export function nightlyProject(): ProjectFiles {
  const files = new Map(readProject(here('../../examples/nightly-shop')));
  for (const [path, text] of readProject(here('nightly-overlay/')))
    files.set(path === 'gitignore' ? '.gitignore' : path, text);
  files.delete('README.md');
  const payments = 'data/incoming/payments.csv';
  const seen = new Set<string>();
  const once = (files.get(payments) ?? '').split('\n').filter((line) => {
    const [id = ''] = line.split(',');
    return line === '' || (!seen.has(id) && seen.add(id));
  });
  files.set(payments, once.join('\n'));
  return files;
}

/** Other tables for the same project: fewer orders, other quantities and prices. */
export function otherNightlyData(seed: string): ReadonlyMap<string, string> {
  const random = prng(`nightly-data ${seed}`);
  const files = nightlyProject();
  const rows = (name: string) =>
    (files.get(`data/incoming/${name}.csv`) ?? '').trimEnd().split('\n');
  const [productHeader = '', ...products] = rows('products');
  const [orderHeader = '', ...orders] = rows('orders');
  const [paymentHeader = '', ...payments] = rows('payments');
  const kept = orders.filter(() => random.next() < 0.7);
  const ids = new Set(kept.map((line) => line.split(',')[0]));
  const reordered = kept.map((line) => {
    const cells = line.split(',');
    cells[4] = String(random.int(1, 9));
    return cells.join(',');
  });
  const priced = products.map((line) =>
    line.replace(/[\d.]+$/, `${random.int(1, 90)}.${random.int(10, 99)}`),
  );
  const paid = payments.filter((line) => ids.has(line.split(',')[1]) && random.next() < 0.9);
  return new Map([
    ['data/incoming/products.csv', `${[productHeader, ...priced].join('\n')}\n`],
    ['data/incoming/orders.csv', `${[orderHeader, ...reordered].join('\n')}\n`],
    ['data/incoming/payments.csv', `${[paymentHeader, ...paid].join('\n')}\n`],
  ]);
}
