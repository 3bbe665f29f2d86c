import { execFileSync } from 'node:child_process';
import { PostgresServer, postgresPrograms } from './postgres-server.ts';

/** As a person may choose one; nothing that is printed or written down may hold it. */
export const postgresPassword = 'Quai-de-Seine-1789';

/** A server for one file of tests, or null where the machine has no programs for one (Debian: postgresql). */
export function privatePostgres(): PostgresServer | null {
  // biome-ignore lint/style/noProcessEnv: where the machine keeps its programs
  const programs = postgresPrograms(process.env.PATH ?? '');
  if (programs !== null) return new PostgresServer(programs, freePort(), postgresPassword);
  process.stderr.write('SKIPPED: no PostgreSQL server here, so nothing is tested against one.\n');
  return null;
}

/** A port on which nobody listens now. Tests are declared before they may wait, so that it is found in a process. */
function freePort(): number {
  const script =
    "const s = require('node:net').createServer(); s.listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); });";
  return Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
}
