/**
 * The log file of one attempt. A process may write to it directly (no pipe, nobody in between), or text is
 * appended through `write`. Its size is capped: its head and its end are kept.
 */
import { closeSync, fstatSync, ftruncateSync, readSync, writeSync } from 'node:fs';
import type { OpenFile } from './launch.ts';
import type { LogFile } from './log-files.ts';

export interface OutputLog {
  /** For the process that writes to it. */
  file(): OpenFile;
  write(text: string): void;
  /** Gives the file its name and cuts what is over the cap. To be called now and then while a process writes to it. */
  trim(): void;
  /** Closes the file, with `clean` applied to what is in it, and answers its last characters. An empty log is removed. */
  finish(clean: (text: string) => string): string;
}

/** How many bytes of an attempt's output are kept. */
export interface LogLimits {
  readonly head: number;
  readonly end: number;
  /** Characters that `finish` answers. */
  readonly tail: number;
}
const usualLogLimits: LogLimits = { head: 1 << 20, end: 3 << 20, tail: 8192 };

export function outputLog(file: LogFile, limits: LogLimits = usualLogLimits): OutputLog {
  const { fd } = file;
  let dropped = 0;
  let kept: Buffer = Buffer.alloc(0);

  function trim(): void {
    // Who watches a task that runs for a while finds its log by its name.
    file.name();
    const size = fstatSync(fd).size;
    if (size <= limits.head + limits.end) return;
    kept = readRange(fd, Math.max(limits.head, size - limits.end), size);
    dropped += size - limits.head;
    ftruncateSync(fd, limits.head);
  }

  function finish(clean: (text: string) => string): string {
    const size = fstatSync(fd).size;
    if (size === 0 && dropped === 0) {
      file.release();
      return '';
    }
    try {
      file.name();
      const whole = readWhole(size);
      const text = clean(whole.text);
      if (whole.changed || text !== whole.text) {
        ftruncateSync(fd, 0);
        writeSync(fd, text);
      }
      return text.slice(-limits.tail);
    } finally {
      closeSync(fd);
    }
  }

  function readWhole(size: number): { text: string; changed: boolean } {
    if (dropped === 0 && size <= limits.head + limits.end)
      return { text: readRange(fd, 0, size).toString(), changed: false };
    const head = readRange(fd, 0, Math.min(limits.head, size));
    const recent = readRange(fd, Math.max(limits.head, size - limits.end), size);
    const end = Buffer.concat([kept, recent]).subarray(-limits.end);
    const left = dropped + Math.max(0, size - limits.head) - end.length;
    const gap = `\n[${left} bytes left out here: this log is capped]\n`;
    return { text: `${head.toString()}${left > 0 ? gap : ''}${end.toString()}`, changed: true };
  }

  return {
    file: () => ({ fd, path: file.path() }),
    write: (text) => void writeSync(fd, text),
    trim,
    finish,
  };
}

function readRange(fd: number, start: number, end: number): Buffer {
  const buffer = Buffer.alloc(end - start);
  let done = 0;
  while (done < buffer.length) {
    const count = readSync(fd, buffer, done, buffer.length - done, start + done);
    if (count === 0) break;
    done += count;
  }
  return buffer.subarray(0, done);
}
