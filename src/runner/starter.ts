/** A small process that starts programs, in the order in which it is told; see `starter-script.ts` for how. */
import type { ChildProcess } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { getSystemErrorName } from 'node:util';
import type { LaunchEvents, LaunchOrder, OpenFile, Withdraw } from './launch.ts';
import { signalGroup } from './process-group.ts';

/** An order whose output goes to a file. */
export interface FileOrder extends LaunchOrder {
  readonly output: OpenFile;
}

interface Work {
  readonly order: FileOrder;
  readonly text: string;
  readonly events: LaunchEvents;
  pid: number | null;
  error: NodeJS.ErrnoException | null;
  withdrawn: boolean;
}

const signalNames = new Map(
  Object.entries(constants.signals).map(([name, number]) => [number, name as NodeJS.Signals]),
);

export class Starter {
  readonly #child: ChildProcess;
  readonly #onUnfit: (order: FileOrder, events: LaunchEvents) => void;
  #state: 'opening' | 'ready' | 'gone' = 'opening';
  /** By the numbers that they were given. */
  readonly #works = new Map<number, Work>();
  #given = 0;
  /** Of a line that is not whole yet. */
  #rest = '';

  /**
   * `child` runs the script, with pipes to its input and output, and one more. `onUnfit` is called when it
   * never came to life, died or is gone, with what it was given and has not started; nothing of that was executed.
   */
  constructor(child: ChildProcess, onUnfit: (order: FileOrder, events: LaunchEvents) => void) {
    this.#child = child;
    this.#onUnfit = onUnfit;
    const leave = () => this.#leave();
    child.once('error', leave);
    child.once('close', leave);
    for (const line of [child.stdin, child.stdio[3]])
      line?.on('error', () => {
        // It is gone, which its end tells.
      });
    child.stdout?.setEncoding('latin1');
    child.stdout?.on('data', (piece: string) => this.#hear(piece));
  }

  /** Whether an order may wait here for its turn: nothing that was given to one that is not may be given again. */
  isReady(): boolean {
    return this.#state === 'ready';
  }

  /**
   * Null: the order holds a NUL, which would tear it apart (and which `execve` could not be told either).
   * While it is not ready it takes no more than it has hands.
   */
  give(order: FileOrder, events: LaunchEvents): Withdraw | null {
    const number = this.#given++;
    const text = textOf(number, order);
    if (text === null) return null;
    if (this.#state === 'gone') {
      this.#onUnfit(order, events);
      return () => {};
    }
    const work: Work = { order, text, events, pid: null, error: null, withdrawn: false };
    this.#works.set(number, work);
    if (this.#state === 'ready') this.#send(text);
    return () => withdraw(work);
  }

  close(): void {
    this.#child.stdin?.end();
  }

  #send(text: string): void {
    const { stdin } = this.#child;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(text));
    stdin?.cork();
    stdin?.write(length);
    stdin?.write(text);
    stdin?.uncork();
  }

  #hear(piece: string): void {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#take(line);
  }

  #take(line: string): void {
    const [word = '', order = '', value = ''] = line.split(' ');
    if (word === 'ready') {
      this.#state = 'ready';
      for (const { text } of this.#works.values()) this.#send(text);
      return;
    }
    const work = this.#works.get(Number(order));
    if (!work) return;
    const number = Number(value);
    if (word === 'started') {
      work.pid = number;
      work.events.onStart(number);
    } else if (word === 'failed') work.error = systemError(work.order.command.file, number);
    else if (word === 'unable') work.error = unable(getSystemErrorName(-number));
    else if (word === 'withdrawn') work.error = unable('it was withdrawn');
    if (word === 'ended' || word === 'withdrawn') this.#finish(Number(order), work, number);
  }

  #finish(order: number, { error, events, withdrawn, ...work }: Work, status: number): void {
    this.#works.delete(order);
    if (withdrawn) rmSync(withdrawal(work.order), { force: true });
    if (error) {
      events.onNoStart(error);
      return;
    }
    const signal = signalNames.get(status & 127) ?? null;
    events.onExit(signal ? null : status >> 8, signal);
    events.onOver();
  }

  #leave(): void {
    // One that finds itself alone ends well, and then nothing may start.
    const unfit = this.#state === 'opening' || this.#child.exitCode !== 0;
    const works = [...this.#works.values()];
    this.#state = 'gone';
    this.#works.clear();
    for (const { order, events, pid, withdrawn } of works) {
      if (withdrawn) rmSync(withdrawal(order), { force: true });
      if (pid !== null) {
        // Nobody waits for it any more.
        signalGroup(pid, 'SIGKILL');
        events.onExit(null, 'SIGKILL');
        events.onOver();
      } else if (withdrawn) events.onNoStart(unable('it was withdrawn'));
      else if (unfit) this.#onUnfit(order, events);
      else events.onNoStart(unable('the process that was to start it ended'));
    }
  }
}

/** So that it does not start when its turn comes; in vain when that has come. */
function withdraw(work: Work): void {
  if (work.pid !== null || work.withdrawn) return;
  work.withdrawn = true;
  try {
    writeFileSync(withdrawal(work.order), '');
  } catch {
    // No space, for example: it starts, and is ended then like one that had.
  }
}

function withdrawal({ output }: FileOrder): string {
  return `${output.path}.withdrawn`;
}

/** Null where a field holds a NUL itself. */
function textOf(number: number, order: FileOrder): string | null {
  const { command, directory, environment, output } = order;
  const fields = [`${number}`, directory, output.path, `${command.args.length + 1}`, command.file];
  fields.push(...command.args);
  for (const [name, value] of Object.entries(environment)) fields.push(`${name}=${value}`);
  const text = fields.join('\0');
  return text.split('\0').length === fields.length ? text : null;
}

function systemError(file: string, errno: number): NodeJS.ErrnoException {
  const code = getSystemErrorName(-errno);
  return Object.assign(new Error(`${file}: ${code}`), { code });
}

function unable(why: string): Error {
  return new Error(`it could not be started: ${why}`);
}
