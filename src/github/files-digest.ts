import { createHash } from 'node:crypto';

/**
 * Binds files to what is said of them: the SHA-256 of their paths with the SHA-256 of each, as 64 hexadecimal
 * digits, whatever their order.
 */
export function filesDigest(files: Iterable<readonly [path: string, bytes: Uint8Array]>): string {
  const entries = Array.from(files, ([path, bytes]) => [path, sha256(bytes)] as const);
  return sha256(JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
}

function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}
