import { StringDecoder } from 'node:string_decoder';

/** Bytes of a log's beginning by which its encoding is told where it has no mark. */
const looked = 512;

/** The text of a log's bytes, in pieces: UTF-8, or the UTF-16 that PowerShell writes when it redirects. */
export async function* logText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decode: ((piece?: Uint8Array) => string) | undefined;
  for await (const piece of bytes) {
    decode ??= decoderFor(piece);
    yield decode(piece);
  }
  if (decode) yield decode();
}

function decoderFor(first: Uint8Array): (piece?: Uint8Array) => string {
  const encoding = wideEncoding(first);
  if (encoding === null) {
    const decoder = new StringDecoder('utf8');
    return (piece) => (piece ? decoder.write(Buffer.from(piece)) : decoder.end());
  }
  const decoder = new TextDecoder(encoding);
  return (piece) => (piece ? decoder.decode(piece, { stream: true }) : decoder.decode());
}

function wideEncoding(first: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le';
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be';
  const head = first.subarray(0, looked);
  const zeros = [0, 0];
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  // Most letters of a log are ASCII, whose other byte is zero.
  if (odd > head.length / 3 && even === 0) return 'utf-16le';
  return even > head.length / 3 && odd === 0 ? 'utf-16be' : null;
}
