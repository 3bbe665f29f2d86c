/** A small process that starts programs, one at a time; see `starter-script.ts` for what is said to it. */
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { getSystemErrorName } from 'node:util';
import type { LaunchEvents, LaunchOrder, OpenFile } from './launch.ts';
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
}

const signalNames = new Map(
  Object.entries(constants.signals).map(([name, number]) => [number, name as NodeJS.Signals]),
);

export class Starter {
  readonly #child: ChildProcess;
  readonly #onUnfit: (order: FileOrder, events: LaunchEvents) => void;
  #state: 'opening' | 'ready' | 'gone' = 'opening';
  #work: Work | null = null;
  /** Of a line that is not whole yet. */
  #rest = '';

  /**
   * `child` runs the script, with pipes to its input and output. `onUnfit` is called when it never came to
   * life or is gone, with what it was given; nothing of that was started.
   */
  constructor(child: ChildProcess, onUnfit: (order: FileOrder, events: LaunchEvents) => void) {
    this.#child = child;
    this.#onUnfit = onUnfit;
    const leave = () => this.#leave();
    child.once('error', leave);
    child.once('close', leave);
    child.stdin?.on('error', () => {
      // It is gone, which its end tells.
    });
    child.stdout?.setEncoding('latin1');
    child.stdout?.on('data', (piece: string) => this.#hear(piece));
  }

  /**
   * To be called only after what it was given before is over. False: the order holds a NUL, which would tear
   * it apart (and which `execve` could not be told either).
   */
  give(order: FileOrder, events: LaunchEvents): boolean {
    const text = textOf(order);
    if (text === null) return false;
    if (this.#state === 'gone') {
      this.#onUnfit(order, events);
      return true;
    }
    this.#work = { order, text, events, pid: null, error: null };
    if (this.#state === 'ready') this.#send(text);
    return true;
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
    const [word = '', text = ''] = line.split(' ');
    const work = this.#work;
    const number = Number(text);
    if (word === 'ready') {
      this.#state = 'ready';
      if (work) this.#send(work.text);
    } else if (!work) return;
    else if (word === 'started') {
      work.pid = number;
      work.events.onStart(number);
    } else if (word === 'failed') work.error = systemError(work.order.command.file, number);
    else if (word === 'unable') work.error = unable(getSystemErrorName(-number));
    else if (word === 'ended') this.#finish(work, number);
  }

  #finish({ error, events }: Work, status: number): void {
    this.#work = null;
    if (error) {
      events.onNoStart(error);
      return;
    }
    const signal = signalNames.get(status & 127) ?? null;
    events.onExit(signal ? null : status >> 8, signal);
    events.onOver();
  }

  #leave(): void {
    const unfit = this.#state === 'opening';
    const work = this.#work;
    this.#state = 'gone';
    this.#work = null;
    if (!work) return;
    const { order, events, pid } = work;
    if (unfit) this.#onUnfit(order, events);
    else if (pid === null) events.onNoStart(unable('the process that was to start it ended'));
    else {
      // Nobody waits for it any more.
      signalGroup(pid, 'SIGKILL');
      events.onExit(null, 'SIGKILL');
      events.onOver();
    }
  }
}

/** Null where a field holds a NUL itself. */
function textOf({ command, directory, environment, output }: FileOrder): string | null {
  const fields = [directory, output.path, `${command.args.length + 1}`, command.file];
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
