// A few lines for those who read nothing else; config/digest.json says which.
import { readFileSync } from 'node:fs';
import { pace, readCsv, save, table, writeCsv } from './lib.mjs';

const config = JSON.parse(readFileSync('config/digest.json', 'utf8'));
const best = readCsv('build/best-customers.csv').slice(0, config.bestCustomers);
const categories = readCsv('build/sales-by-category.csv').map((row) => ({
  category: config.categories[row.category] ?? row.category,
  orders: row.orders,
  amount: row.amount_eur,
}));

await pace();
save(
  'reports/digest.md',
  [
    `# ${config.title}`,
    '',
    table(
      config.columns,
      best.map((row) => config.columns.map((column) => row[column])),
    ),
    '',
    `All amounts in ${config.currency}.`,
    '',
  ].join('\n'),
);
writeCsv('reports/digest.csv', categories);
process.stdout.write(`reports/digest.md: ${best.length} customers\n`);
