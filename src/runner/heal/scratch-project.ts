/** What fixers see of a scratch checkout. */
import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../../heal/fix/fix.ts';
import { gitPast } from './git-past.ts';

export interface ProjectPlace {
  readonly paths: readonly string[];
  /** Absolute: the scratch checkout. */
  readonly checkout: string;
  /** Absolute: where the last run left what git ignores. */
  readonly artifacts: string;
  readonly directory: string;
  readonly gitDir: string;
  /** The last commit that passed; null: none is known. */
  readonly lastGood: string | null;
  /** The commit that was checked out, empty where there is none, and that of the files as they are. */
  readonly head: string;
  readonly commit: string;
  /** Hears that somebody wants to know what files said before. */
  readonly onAsk: (what: 'good' | 'history') => void;
}

const mostText = 1 << 20;
const mostArtifact = 64 << 20;

export function scratchProject(place: ProjectPlace): Project {
  const known = new Set(place.paths);
  const texts = new Map<string, string | null>();
  const { gitDir, head, commit } = place;
  const past = gitPast({ gitDir, head, commit, paths: known });
  return {
    paths: place.paths,
    directory: place.directory,
    read(path) {
      if (!known.has(path)) return null;
      const text = texts.get(path) ?? readPlain(place.checkout, path, mostText);
      texts.set(path, text);
      return text;
    },
    artifact: (path) => readPlain(place.artifacts, path, mostArtifact),
    lastGood(path) {
      place.onAsk('good');
      return place.lastGood === null ? null : readCommitted(place, path);
    },
    earlier(path) {
      place.onAsk('history');
      return past.earlier(path);
    },
    gone() {
      place.onAsk('history');
      return past.gone();
    },
  };
}

/** Text of a plain file below a folder, reached through plain folders only. */
function readPlain(root: string, path: string, most: number): string | null {
  const names = path.split('/');
  if (path === '' || names.some((name) => name === '' || name === '.' || name === '..'))
    return null;
  try {
    let at = root;
    for (const [index, name] of names.entries()) {
      at = join(at, name);
      const found = lstatSync(at);
      const last = index === names.length - 1;
      if (last ? !found.isFile() || found.size > most : !found.isDirectory()) return null;
    }
    return textOf(readFileSync(at));
  } catch {
    return null;
  }
}

function readCommitted({ gitDir, lastGood }: ProjectPlace, path: string): string | null {
  const { status, stdout } = spawnSync('git', ['cat-file', 'blob', `${lastGood}:${path}`], {
    cwd: gitDir,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', GIT_DIR: gitDir },
    maxBuffer: mostText,
  });
  return status === 0 ? textOf(stdout) : null;
}

function textOf(bytes: Buffer): string | null {
  return bytes.includes(0) ? null : bytes.toString('utf8');
}
