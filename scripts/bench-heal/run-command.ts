import { spawn } from 'node:child_process';

/** How a command ended. */
export interface Ran {
  /** 128 + 9 where it had to be ended. */
  readonly exit: number;
  readonly milliseconds: number;
  /** Both streams, as they came. */
  readonly output: string;
  readonly stdout: string;
}

interface Surroundings {
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  /** In seconds; the command and all that it started are killed after it. */
  readonly limit: number;
}

/** Runs a command to its end in a process group of its own. Never throws for what the command does. */
export function runCommand(argv: readonly string[], around: Surroundings): Promise<Ran> {
  const [command = '', ...args] = argv;
  const started = performance.now();
  return new Promise((resolve) => {
    let [output, stdout] = ['', ''];
    const child = spawn(command, args, {
      cwd: around.folder,
      env: around.variables,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const end = () => {
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
    };
    const timer = setTimeout(end, around.limit * 1000);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const done = (exit: number) => {
      clearTimeout(timer);
      const milliseconds = Math.round(performance.now() - started);
      resolve({ exit, milliseconds, output, stdout });
    };
    child.on('error', (error) => {
      output += String(error);
      done(127);
    });
    child.on('close', (code) => done(code ?? 137));
  });
}
