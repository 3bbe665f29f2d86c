import { unzipSync } from 'fflate';
import type { AttemptRef } from '../core/model.ts';
import { PortError } from '../reconcile/ports.ts';
import { type Handoff, type ParsedHandoff, parseHandoff } from '../text/handoff.ts';
import { filesDigest } from './files-digest.ts';
import type { GitHubClient } from './github-client.ts';
import { downloadArtifact, findArtifact } from './workflow-api.ts';

/** What an artifact may have, packed and unpacked; more is refused before it is fetched or unpacked. */
const mostBytes = 512 * 2 ** 20;
const mostFiles = 20_000;

/** The artifact that an attempt leaves, as the workflow file names it. */
const attemptArtifact = ({ run, task, attempt }: AttemptRef): string =>
  `yardmaster-${run}.${task}.${attempt}`;

/** Where the handed over text is in that artifact, and where the produced files are. */
export const resultFile = 'result';
export const filesFolder = 'files/';

/**
 * Unpacks a zip archive. The archive comes from a job that ran foreign code: what is too large, or
 * has names that lead elsewhere (`..`, absolute ones), is refused as a whole.
 *
 * @throws PortError `invalid`
 */
export function unpackArtifact(
  archive: Uint8Array,
  wanted: (name: string) => boolean,
): ReadonlyMap<string, Uint8Array> {
  let bytes = 0;
  let count = 0;
  const unpacked = unzip(archive, ({ name, originalSize }) => {
    if (!wanted(name) || name.endsWith('/')) return false;
    bytes += originalSize;
    count += 1;
    if (bytes > mostBytes || count > mostFiles) {
      throw new PortError('invalid', 'the artifact unpacks to more than is allowed');
    }
    const parts = name.split('/');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: such names are refused
    if (parts.slice(0, -1).includes('') || parts.includes('..') || /[\\\u0000-\u001f]/.test(name)) {
      throw new PortError('invalid', 'the artifact has a file whose name leads out of it');
    }
    return true;
  });
  return new Map(Object.entries(unpacked));
}

function unzip(
  archive: Uint8Array,
  filter: (file: { readonly name: string; readonly originalSize: number }) => boolean,
): Record<string, Uint8Array> {
  try {
    return unzipSync(archive, { filter });
  } catch (error) {
    throw asPortError(error);
  }
}

function asPortError(error: unknown): PortError {
  if (error instanceof PortError) return error;
  return new PortError('invalid', 'the artifact is no zip archive', null, error);
}

/** What an attempt left in its workflow run. */
export interface LeftByAttempt {
  /** The artifact's id. */
  readonly artifact: number;
  readonly handoff: ParsedHandoff;
  /** Produced files by their paths in the repository; empty unless they were asked for, and are those of the handoff. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads what an attempt left as an artifact, checked as its output is; null where it left nothing. Every job
 * of a workflow run can put an artifact in the place of another: files that the handoff does not name by their
 * digest make it `damaged`. Throws `PortError`, `invalid` where it is too large or no archive.
 *
 * @param known the artifact's id, which saves looking for it
 */
export async function readLeft(
  client: GitHubClient,
  place: number,
  ref: AttemptRef,
  withFiles: boolean,
  known: number | null = null,
): Promise<LeftByAttempt | null> {
  const fetched =
    (known === null ? null : await fetchKnown(client, known)) ??
    (await fetchNamed(client, place, attemptArtifact(ref)));
  if (!fetched) return null;
  const unpacked = unpackArtifact(
    fetched.archive,
    (name) => name === resultFile || (withFiles && name.startsWith(filesFolder)),
  );
  const result = unpacked.get(resultFile) ?? new Uint8Array();
  const files = new Map(
    [...unpacked].flatMap(([name, bytes]) =>
      name === resultFile ? [] : [[name.slice(filesFolder.length), bytes] as const],
    ),
  );
  const handoff = parseHandoff(new TextDecoder().decode(result), ref);
  const { artifact } = fetched;
  if (!handoff.ok || !withFiles || isBound(handoff.handoff, files)) {
    return { artifact, handoff, files };
  }
  const why = 'its files are not those that were handed over';
  return { artifact, handoff: { ok: false, code: 'damaged', why }, files: new Map() };
}

interface Fetched {
  readonly artifact: number;
  readonly archive: Uint8Array;
}

/** null: it is not there any more; another one may be, of the same name. */
async function fetchKnown(client: GitHubClient, artifact: number): Promise<Fetched | null> {
  try {
    return { artifact, archive: await downloadArtifact(client, artifact, mostBytes) };
  } catch (error) {
    if (error instanceof PortError && error.kind === 'gone') return null;
    throw error;
  }
}

async function fetchNamed(
  client: GitHubClient,
  place: number,
  name: string,
): Promise<Fetched | null> {
  const found = await findArtifact(client, place, name);
  if (!found) return null;
  if (found.size_in_bytes > mostBytes) {
    throw new PortError('invalid', 'the artifact is larger than is allowed');
  }
  return { artifact: found.id, archive: await downloadArtifact(client, found.id, mostBytes) };
}

function isBound(
  { filesDigest: expected }: Pick<Handoff, 'filesDigest'>,
  files: ReadonlyMap<string, Uint8Array>,
): boolean {
  return expected === undefined ? files.size === 0 : filesDigest(files) === expected;
}
