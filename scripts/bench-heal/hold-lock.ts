import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Mutation } from './mutation.ts';
import type { Setting } from './setting.ts';

const script = `
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
time.sleep(float(sys.argv[2]))
`;

/** Runs something while another process holds the database for as long as the mutation says. */
export async function whileLocked<T>(
  setting: Setting,
  mutation: Mutation,
  folder: string,
  run: () => Promise<T>,
): Promise<T> {
  if (mutation.circumstance?.kind !== 'lock') return await run();
  const args = ['-c', script, join(folder, 'shop.duckdb'), String(mutation.circumstance.seconds)];
  const holder = spawn(setting.python, args, {
    env: setting.variables,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  try {
    return await run();
  } finally {
    holder.kill();
  }
}
