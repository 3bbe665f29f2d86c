// Nobody may be charged twice: each payment id stands once, each amount is positive. Captures that the
// provider has given back are known, and stand in a file that people keep.
import { createRequire } from 'node:module';
import { pace, readCsv } from './lib.mjs';

const { refunded } = createRequire(import.meta.url)('../config/refunded-payments.json');
const seen = new Map();
const twice = [];
const odd = [];
for (const row of readCsv('build/raw/payments.csv')) {
  const line = row.row;
  const before = seen.get(row.payment_id);
  if (before && !refunded.includes(row.payment_id))
    twice.push(`${row.payment_id} (rows ${before} and ${line})`);
  else seen.set(row.payment_id, line);
  if (!(Number(row.amount_eur) > 0)) odd.push(`${row.payment_id} (row ${line}: ${row.amount_eur})`);
}
await pace();
console.log(`${seen.size} payments checked, ${refunded.length} of them given back`);
if (odd.length > 0) console.error(`error: payments.csv: no positive amount in ${odd.join(', ')}`);
if (twice.length > 0)
  console.error(
    `error: payments.csv: ${twice.length} payments were captured twice: ${twice.join(', ')}`,
  );
process.exitCode = odd.length + twice.length > 0 ? 1 : 0;
