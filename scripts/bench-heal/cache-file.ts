import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the benchmark keeps what is equal from one call to the next. */
export const cacheFolder = fileURLToPath(
  new URL('../../node_modules/.cache/yardmaster-bench-heal/', import.meta.url),
);

/** The value kept under a key, made and kept when there is none. The key says all that the value depends on. */
export async function cached<T>(key: string, make: () => Promise<T>): Promise<T> {
  const place = join(cacheFolder, `${key}.json`);
  if (existsSync(place)) return JSON.parse(readFileSync(place, 'utf8')) as T;
  const value = await make();
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(`${place}.new`, JSON.stringify(value));
  renameSync(`${place}.new`, place);
  return value;
}
