/**
 * Where healing keeps what must survive it: what was tried, what waits for a person, which scratch folders
 * and processes are its own, and the backup of files that are being replaced.
 */
import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { killRemains } from '../orphans.ts';
import { isAlive, processStart } from '../process-group.ts';
import { placeKey, type Repository } from './repository.ts';
import { writeFileWhole } from './write-file.ts';

export interface HealFolder {
  readonly path: string;
  readonly memory: string;
  readonly proposals: string;
  readonly passed: string;
  /** The backup of files that are being replaced in this tree. */
  readonly recovery: string;
  readonly scratch: string;
}

export function healFolder(repository: Repository): HealFolder {
  const path = writable(repository.state)
    ? repository.state
    : join(tmpdir(), `yardmaster-${process.getuid?.() ?? 0}-${placeKey(repository)}`);
  if (path !== repository.state) mkdirSync(path, { recursive: true, mode: 0o700 });
  return {
    path,
    memory: join(path, 'memory.jsonl'),
    proposals: join(path, 'proposals'),
    passed: join(path, 'passed.json'),
    recovery: join(path, `recovery-${placeKey(repository)}.json`),
    scratch: join(path, 'scratch'),
  };
}

function writable(path: string): boolean {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** A scratch folder of this process, known to those that come after a kill. */
export interface Scratch {
  readonly path: string;
  /** Name and value of the variable by which its processes are known. */
  readonly mark: readonly [string, string];
  remove(): void;
}

interface ScratchRecord {
  readonly path: string;
  readonly pid: number;
  readonly start: string | null;
  readonly mark: string;
}

const markName = 'YARDMASTER_HEAL';

export function makeScratch(folder: HealFolder, temporary: string): Scratch {
  const id = randomBytes(8).toString('hex');
  const record = join(folder.scratch, `${id}.json`);
  const path = join(temporary, `yardmaster-heal-${id}`);
  const facts: ScratchRecord = {
    path,
    pid: process.pid,
    start: processStart(process.pid),
    mark: `${markName}=${id}`,
  };
  // Known before it is there, so that no kill leaves one that nobody knows.
  writeFileWhole(record, JSON.stringify(facts));
  mkdirSync(path, { mode: 0o700 });
  return {
    path,
    mark: [markName, id],
    remove() {
      removeTree(path);
      rmSync(record, { force: true });
    },
  };
}

/** Ends the processes and removes the scratch folders of healings that were killed. Answers how many there were. */
export function sweepScratch(folder: HealFolder): number {
  let swept = 0;
  for (const name of listing(folder.scratch)) {
    const record = readRecord(join(folder.scratch, name));
    if (record && isAlive(record.pid, record.start)) continue;
    if (record) {
      killRemains({ leaders: [], workers: [] }, record.mark);
      removeTree(record.path);
    }
    rmSync(join(folder.scratch, name), { force: true });
    swept++;
  }
  return swept;
}

function readRecord(path: string): ScratchRecord | null {
  try {
    const read = JSON.parse(readFileSync(path, 'utf8')) as Partial<ScratchRecord>;
    const { pid, mark, start, path: scratch } = read;
    const known = typeof pid === 'number' && /^YARDMASTER_HEAL=[0-9a-f]{16}$/.test(mark ?? '');
    const id = mark?.slice(markName.length + 1) ?? '';
    // A record that was tampered with must not have another folder removed.
    if (!known || !mark || !scratch || basename(scratch) !== `yardmaster-heal-${id}`) return null;
    return { pid, mark, start: start ?? null, path: scratch };
  } catch {
    return null;
  }
}

function listing(path: string): readonly string[] {
  try {
    return readdirSync(path).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

/** Also one that a command has made read-only. */
function removeTree(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
}
