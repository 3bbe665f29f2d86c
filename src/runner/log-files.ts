/**
 * Log files that are there before they are needed. Making a file can cost as much as starting a process, and
 * most short tasks print nothing: an attempt gets a file that is open already, which takes the attempt's own
 * name once it runs for a while or has printed something, and otherwise serves the next one.
 */
import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface LogFile {
  /** Open for reading and appending; empty. */
  readonly fd: number;
  /** Where it is now. */
  path(): string;
  /** Gives it its name; it belongs to the attempt from now on. May be called twice. */
  name(): void;
  /** The attempt is over and the file is still empty. */
  release(): void;
}

export interface LogFiles {
  /** Throws when a file cannot be made (no space, no permission). */
  take(path: string): LogFile;
  close(): void;
}

/** `folder` is on the same file system as the paths; `prefix` keeps the spares of several processes apart. */
export function logFiles(folder: string, prefix: string): LogFiles {
  const spares: { readonly fd: number; readonly path: string }[] = [];
  let made = 0;

  function open(): { readonly fd: number; readonly path: string } {
    const path = join(folder, `${prefix}-${made++}`);
    // Appending, so that cutting it short moves nobody's position.
    return { fd: openSync(path, 'a+', 0o600), path };
  }

  return {
    take(path) {
      const file = spares.pop() ?? open();
      let named = false;
      return {
        fd: file.fd,
        path: () => (named ? path : file.path),
        name() {
          if (!named) renameSync(file.path, path);
          named = true;
        },
        release() {
          if (!named) spares.push(file);
          else {
            closeSync(file.fd);
            rmSync(path, { force: true });
          }
        },
      };
    },
    close() {
      for (const { fd, path } of spares.splice(0)) {
        closeSync(fd);
        rmSync(path, { force: true });
      }
    },
  };
}

/** A file that has its name from the beginning. Throws when it cannot be made. */
export function newLogFile(path: string): LogFile {
  const fd = openSync(path, 'a+', 0o600);
  return {
    fd,
    path: () => path,
    name() {
      // It has.
    },
    release() {
      closeSync(fd);
      rmSync(path, { force: true });
    },
  };
}
