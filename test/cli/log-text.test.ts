import { describe, expect, it } from '@jest/globals';
import { logText } from '../../src/cli/log-text.ts';

const text =
  '2026-05-01T10:00:00Z   ● cart › adds up ✘\n##[error]Process completed with exit code 1.\n';
const wide = Buffer.from(text, 'utf16le');

async function read(bytes: Uint8Array, size: number): Promise<string> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  let read = '';
  for await (const piece of logText(pieces())) read += piece;
  return read;
}

/** Pieces that end in the middle of a character. */
const sizes = [7, 101, 4096];

describe.each(sizes)('a log that comes in pieces of %i bytes', (size) => {
  it('is read as UTF-8', async () => {
    expect(await read(Buffer.from(text), size)).toBe(text);
  });

  it('is read as UTF-16 where its mark says so', async () => {
    expect(await read(Buffer.concat([Buffer.from([0xff, 0xfe]), wide]), size)).toBe(text);
  });

  it('is read as UTF-16 of the other order', async () => {
    const swapped = Buffer.concat([Buffer.from([0xff, 0xfe]), wide]).swap16();
    expect(await read(swapped, size)).toBe(text);
  });
});

describe('a log without a mark', () => {
  it('is read as UTF-16 where every other byte is zero', async () => {
    expect(await read(wide, 4096)).toBe(text);
  });

  it('is read as UTF-8 where it only holds some zeros', async () => {
    const torn = `${'\0'.repeat(20)}${text}`;
    expect(await read(Buffer.from(torn), 4096)).toBe(torn);
  });

  it('may be empty', async () => {
    expect(await read(Buffer.from(''), 10)).toBe('');
  });
});
