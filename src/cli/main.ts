/** The command line: what `boot.ts` runs once it is built, and the entry among the sources. */
import { runCommandLine } from './program.ts';
import { processTerminal } from './terminal.ts';
import { version } from './version.ts';

void runCommandLine(process.argv.slice(2), processTerminal(), version).then((code) => {
  process.exitCode = code;
});
