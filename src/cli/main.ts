/** The entry of the command line. */

import { setFlagsFromString } from 'node:v8';
import { runCommandLine } from './program.ts';
import { processTerminal } from './terminal.ts';
import { version } from './version.ts';

/**
 * A command lives for seconds, and most functions in it are warm for an instant. What optimizing those would
 * cost is processor time of the tasks; what stays hot is still optimized, after 15 times as many steps.
 */
setFlagsFromString(`--interrupt-budget=${1_000_000}`);
process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal(), version);
