import { type Prng, prng } from './prng.ts';

/** How many of each, and how often the unusual happens. */
interface Size {
  readonly customers: number;
  readonly orders: number;
  readonly products: number;
  readonly sessions: number;
  /** Share of rows that are odd in some way that the tests still allow. */
  readonly odd: number;
  readonly firstDay: string;
  readonly days: number;
  readonly idBase: number;
}

/** What healing never sees: other values, longer ranges, and many more unusual rows. */
export const otherSize: Size = {
  customers: 90,
  orders: 310,
  products: 19,
  sessions: 400,
  odd: 0.4,
  firstDay: '2023-12-15',
  days: 860,
  idBase: 7000,
};

const countries = [
  ['NL', 'Netherlands', 'benelux', 21],
  ['BE', 'Belgium', 'benelux', 21],
  ['LU', 'Luxembourg', 'benelux', 17],
  ['DE', 'Germany', 'dach', 19],
  ['AT', 'Austria', 'dach', 20],
  ['CH', 'Switzerland', 'dach', 8],
  ['DK', 'Denmark', 'nordics', 25],
  ['SE', 'Sweden', 'nordics', 25],
  ['FI', 'Finland', 'nordics', 24],
] as const;
const categories = ['fiction', 'nonfiction', 'children', 'stationery'];
const words = 'harbour winter atlas garden letters night river paper island clock'.split(' ');
const first = 'Ada Bram Chiara Dirk Elif Femke Göran Hanna Iven Jytte Kaya Lars Mei Noor'.split(
  ' ',
);
const last = "Aalto Bakker Çelik Dahl Evers O'Hara Fischer Gruber Holm Jansen Sørensen".split(' ');

const day = 86_400_000;
const cell = (value: unknown): string => {
  const text = value === null ? '' : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const csv = (header: string, rows: readonly (readonly unknown[])[]): string =>
  `${[header.split(','), ...rows].map((row) => row.map(cell).join(',')).join('\n')}\n`;
const stamp = (time: number) => new Date(time).toISOString().slice(0, 19).replace('T', ' ');

interface Order {
  readonly id: string;
  readonly customer: string;
  readonly at: number;
  readonly status: string;
  readonly total: number;
}

function productRows(random: Prng, size: Size) {
  return Array.from({ length: size.products }, (_, at) => [
    `BK-${size.idBase + at}`,
    `The ${random.pick(words)} ${random.next() < size.odd ? '"of", ' : 'of '}${random.pick(words)}`,
    categories[at % categories.length],
    random.int(3, 60) * 100 - 5,
    random.next() < 0.15 + size.odd / 4
      ? stamp(Date.parse(size.firstDay) + random.int(0, size.days * 1.2) * day).slice(0, 10)
      : null,
  ]);
}

function customerRows(random: Prng, size: Size) {
  return Array.from({ length: size.customers }, (_, at) => {
    const name = `${random.pick(first)} ${random.pick(last)}`;
    const odd = random.next() < size.odd;
    const mail = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}${at}@example.com`;
    return [
      `C${size.idBase + at}`,
      odd ? `  ${name} ` : name,
      odd ? mail.toUpperCase() : mail,
      odd ? random.pick(countries)[0].toLowerCase() : random.pick(countries)[0],
      random.pick(['yes', 'no', odd ? '' : 'no']),
      stamp(Date.parse(size.firstDay) - random.int(0, 400) * day + random.int(0, day - 1)),
    ];
  });
}

function lineRows(random: Prng, size: Size, id: string, products: readonly unknown[][]) {
  const picked = random.shuffled(products).slice(0, random.int(1, 4));
  return picked.map((product, at) => {
    const odd = random.next() < size.odd;
    const list = Number(product[3]);
    return [
      id,
      at + 1,
      product[0],
      odd ? random.pick([0, 7, 40]) : random.int(1, 3),
      odd ? Math.max(0, list - random.int(0, 250)) : list,
      random.next() < 0.2 ? random.pick([5, 10, odd ? 33 : 15]) : null,
    ];
  });
}

function paymentRows(random: Prng, size: Size, order: Order, start: number) {
  const odd = random.next() < size.odd;
  const method = random.pick(['visa', 'mastercard', 'PayPal', 'transfer', 'voucher']);
  const paid = stamp(order.at + random.int(1, 9) * 3_600_000);
  const later = stamp(order.at + 9 * day);
  const row = (mark: string, cents: number, status: string, at = paid) => [
    `P${size.idBase * 10 + start}${mark}`,
    order.id,
    method,
    cents,
    status,
    at,
  ];
  if (order.status === 'cancelled' || random.next() < 0.08 + size.odd / 5)
    return odd ? [row('F', order.total, 'failed')] : [];
  if (order.status === 'returned')
    return [
      row('', order.total, 'settled'),
      row('R', odd ? -Math.floor(order.total / 3) : -order.total, 'settled', later),
    ];
  if (!odd) return [row('', order.total, 'settled')];
  const part = Math.floor(order.total / 3);
  return [row('F', part, 'failed'), row('', part, 'settled')];
}

/** Who came and when: to order something, or just to look. */
function visitor(random: Prng, size: Size, orders: readonly Order[], customers: unknown[][]) {
  if (random.next() < 0.45) {
    const order = random.pick(orders);
    const begin = order.at - random.int(1, 30) * 3_600_000;
    return { customer: order.customer, begin, end: '/checkout/pay' };
  }
  const begin = Date.parse(size.firstDay) + random.int(0, size.days * day);
  const customer = random.next() < 0.3 ? random.pick(customers)[0] : null;
  return { customer, begin, end: '/about' };
}

function visits(random: Prng, size: Size, orders: readonly Order[], customers: unknown[][]) {
  const sessions: unknown[][] = [];
  const views: unknown[][] = [];
  for (let at = 0; at < size.sessions; at++) {
    const id = `s${size.idBase + at}`;
    const { customer, begin, end } = visitor(random, size, orders, customers);
    const pages = random.int(1, 5);
    const odd = random.next() < size.odd;
    const channel = random.pick(['newsletter', 'search', 'social', 'partner', '']);
    sessions.push([
      id,
      customer,
      stamp(begin),
      stamp(begin + (odd ? 0 : pages * random.int(20_000, 400_000))),
      odd ? channel.toUpperCase() : channel,
      random.pick(['phone', 'desktop', 'tablet']),
    ]);
    for (let page = 0; page < pages; page++)
      views.push([
        `v${size.idBase + at}-${page}`,
        id,
        stamp(begin + page * 15_000),
        random.pick(['/', '/books', '/books?page=2', end]),
      ]);
  }
  return { sessions, views };
}

function orderedRows(
  random: Prng,
  size: Size,
  customers: readonly unknown[][],
  products: readonly unknown[][],
) {
  const orders: Order[] = [];
  const orderRows: unknown[][] = [];
  const lines: unknown[][] = [];
  const payments: unknown[][] = [];
  // The last customers never order, so that somebody is a prospect.
  const buyers = customers.slice(0, Math.floor(customers.length * 0.85));
  for (let at = 0; at < size.orders; at++) {
    const id = `O${size.idBase * 10 + at}`;
    const time = Date.parse(size.firstDay) + Math.floor((at / size.orders) * size.days) * day;
    const placed = time + random.int(0, day - 1);
    const status = random.pick([
      ...['completed', 'completed', 'completed', 'completed', 'shipped'],
      ...['placed', 'returned', 'cancelled'],
    ]);
    const own = lineRows(random, size, id, products);
    const sum = (total: number, line: readonly unknown[]) => {
      const gross = Number(line[3]) * Number(line[4]);
      return total + gross - Math.round((gross * Number(line[5] ?? 0)) / 100);
    };
    const order = {
      id,
      customer: String(random.pick(buyers)[0]),
      at: placed,
      status,
      total: own.reduce(sum, 0),
    };
    const ships = ['shipped', 'completed', 'returned'].includes(status);
    const shipped = ships ? stamp(placed + random.int(0, 6) * day) : null;
    const written = random.next() < size.odd ? status.toUpperCase() : status;
    orderRows.push([id, order.customer, written, stamp(placed), shipped]);
    orders.push(order);
    // Now and then an order has lost its lines: it counts as worth nothing.
    if (random.next() >= size.odd / 10) lines.push(...own);
    payments.push(...paymentRows(random, size, order, at));
  }
  return { orders, orderRows, lines, payments };
}

/** The seeds and web logs of the example project, by path below its folder. Equal seeds, equal files. */
export function shopData(seed: string, size: Size): ReadonlyMap<string, string> {
  const random = prng(`shop-data ${seed}`);
  const products = productRows(random, size);
  const customers = customerRows(random, size);
  const { orders, orderRows, lines, payments } = orderedRows(random, size, customers, products);
  const { sessions, views } = visits(random, size, orders, customers);
  return new Map([
    ['seeds/ref_countries.csv', csv('country_code,country,region,vat_percent', countries)],
    [
      'seeds/ref_payment_methods.csv',
      csv('payment_method', [['card'], ['paypal'], ['transfer'], ['voucher']]),
    ],
    [
      'seeds/raw_customers.csv',
      csv('id,full_name,email,country_code,marketing_consent,signed_up_at', customers),
    ],
    ['seeds/raw_products.csv', csv('sku,title,category,price_cents,discontinued_on', products)],
    ['seeds/raw_orders.csv', csv('id,customer,status,ordered_at,shipped_at', orderRows)],
    [
      'seeds/raw_order_lines.csv',
      csv('order_id,line_number,sku,quantity,unit_price_cents,discount_percent', lines),
    ],
    ['seeds/raw_payments.csv', csv('id,order_id,method,amount_cents,status,paid_at', payments)],
    [
      'data/web/sessions.csv',
      csv('session_id,customer_id,started_at,ended_at,utm_source,device', sessions),
    ],
    ['data/web/page_views.csv', csv('view_id,session_id,viewed_at,path', views)],
  ]);
}
