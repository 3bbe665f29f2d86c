import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A checkout, alone in a folder of its own: what else is found in that folder came out of the checkout. */
export function aCheckout(): { readonly root: string; readonly outside: string } {
  const outside = mkdtempSync(join(tmpdir(), 'security-'));
  const root = join(outside, 'checkout');
  mkdirSync(join(root, '.git'), { recursive: true });
  writeFileSync(join(root, '.git/config'), '[core]\n');
  return { root, outside };
}
