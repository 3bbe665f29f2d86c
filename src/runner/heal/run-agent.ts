/** Asks the configured agent: the failure on its standard input, a unified diff on its standard output. */
import { spawn } from 'node:child_process';
import type { HealAgent } from '../../heal/loop/heal-policy.ts';
import { type AttemptCommand, attemptCommand } from '../attempt-command.ts';
import { signalGroup } from '../process-group.ts';

export interface AgentOrder {
  readonly agent: HealAgent;
  readonly prompt: string;
  /** Absolute: a scratch checkout. */
  readonly directory: string;
  /** Without secrets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: AbortSignal;
}

const mostOutput = 1 << 20;

/** What it answered; null: it failed, took too long, was denied, or said too much. */
export function runAgent(order: AgentOrder): Promise<string | null> {
  const { file, args } = programOf(order.agent.command);
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd: order.directory,
      env: order.environment,
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const { pid } = child;
    let out = '';
    let good = true;
    const end = () => {
      good = false;
      if (pid !== undefined) signalGroup(pid, 'SIGKILL');
    };
    const timer = setTimeout(end, order.agent.timeout);
    order.stop.addEventListener('abort', end, { once: true });
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk;
      if (out.length > mostOutput) end();
    });
    child.stdin.on('error', () => {
      // It does not want to read all of it.
    });
    child.once('error', () => {
      clearTimeout(timer);
      resolve(null);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      order.stop.removeEventListener('abort', end);
      if (pid !== undefined) signalGroup(pid, 'SIGKILL');
      resolve(good && code === 0 && out.trim() !== '' ? out : null);
    });
    child.stdin.end(order.prompt);
  });
}

/** One word may be a whole command line, as a person writes it. */
function programOf(words: readonly string[]): Pick<AttemptCommand, 'file' | 'args'> {
  const [file = '', ...args] = words;
  return args.length === 0 ? attemptCommand(file, true) : { file, args };
}
