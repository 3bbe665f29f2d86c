import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where Debian keeps a version's programs, which are not on its PATH. */
const debian = '/usr/lib/postgresql';

/** Variables by which psql and dbt's profile find a server. */
interface PostgresVariables {
  readonly PGHOST: string;
  readonly PGPORT: string;
  readonly PGUSER: string;
  readonly PGPASSWORD: string;
  readonly PGDATABASE: string;
}

/** The folder of PostgreSQL's server programs, or null where the machine has none. */
export function postgresPrograms(path: string): string | null {
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const newest = versions.sort((one, other) => Number(other) - Number(one));
  const folders = [...newest.map((name) => join(debian, name, 'bin')), ...path.split(delimiter)];
  return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}

/** A server of its own in a folder for temporary files, reached by a port on 127.0.0.1; a password is asked for. */
export class PostgresServer {
  readonly variables: PostgresVariables;
  private readonly folder = mkdtempSync(join(tmpdir(), 'yardmaster-postgres-'));
  private readonly programs: string;
  /** The server refuses to run as root, so that it runs as the user of its package there. */
  private readonly user: string | null;

  /** Starts it, with a role `shop` that owns an empty database `shop`. Throws where it does not start. */
  constructor(programs: string, port: number, password: string) {
    this.programs = programs;
    this.user = process.getuid?.() === 0 ? 'postgres' : null;
    if (this.user) chownSync(this.folder, this.idOf('-u'), this.idOf('-g'));
    const secret = join(this.folder, 'password');
    writeFileSync(secret, password, { mode: 0o644 });
    this.run(join(programs, 'initdb'), [
      ...['-D', this.data, '-U', 'shop', '--pwfile', secret, '--no-sync'],
      ...['--auth', 'scram-sha-256', '-E', 'UTF8', '--locale', 'C'],
    ]);
    const settings = [
      `-p ${port} -k ${this.folder} -c listen_addresses=127.0.0.1`,
      '-c fsync=off -c max_connections=20 -c max_locks_per_transaction=10 -c lc_messages=C',
    ];
    this.run(join(programs, 'pg_ctl'), [
      ...['-D', this.data, '-l', join(this.folder, 'log'), '-w', '-o', settings.join(' '), 'start'],
    ]);
    this.variables = {
      PGHOST: '127.0.0.1',
      PGPORT: String(port),
      PGUSER: 'shop',
      PGPASSWORD: password,
      PGDATABASE: 'shop',
    };
    execFileSync(join(programs, 'createdb'), ['--maintenance-db', 'postgres', 'shop'], {
      env: { PATH: '/usr/bin:/bin', ...this.variables },
    });
  }

  /** Ends it at once, with whoever is connected, and takes its files away. */
  stop(): void {
    this.run(join(this.programs, 'pg_ctl'), ['-D', this.data, '-m', 'immediate', '-w', 'stop']);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get data(): string {
    return join(this.folder, 'data');
  }

  private idOf(what: string): number {
    return Number(execFileSync('id', [what, this.user ?? ''], { encoding: 'utf8' }));
  }

  private run(command: string, args: readonly string[]): void {
    const [first = '', ...words] = this.user
      ? ['runuser', '-u', this.user, '--', command, ...args]
      : [command, ...args];
    execFileSync(first, words, { cwd: this.folder, stdio: 'ignore', timeout: 60_000 });
  }
}
