/**
 * The entry of the built command line. A good part of what a short command takes is V8 compiling the program; so
 * what was compiled for a command is kept in the user's cache folder, and taken from there the next time. What
 * cannot be read, or is not for this very program and Node, is made again; what cannot be kept is not.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { codeCache } from './code-cache.ts';

/** The SHA-256 of the program that lies beside this file; put in when both are built. */
declare const programDigest: string;

/**
 * A command lives for seconds, and most functions in it are warm for an instant. What optimizing those would
 * cost is processor time of the tasks; what stays hot is still optimized, after 15 times as many steps.
 */
setFlagsFromString(`--interrupt-budget=${1_000_000}`);

const filename = fileURLToPath(new URL('./cli-program.cjs', import.meta.url));
const require = createRequire(filename);
const name = createHash('sha256')
  .update([programDigest, process.version, process.arch, filename].join('\n'))
  .digest('hex')
  .slice(0, 16);
// biome-ignore lint/style/noProcessEnv: where the cache folder is; the program itself is not there yet
const cache = codeCache(process.env, `${process.argv[2] ?? ''}-${name}`);
const cachedData = cache.read();
const parameters = ['exports', 'require', 'module', '__filename', '__dirname'];
const script = new Script(
  `(function (${parameters.join(', ')}) {${readFileSync(filename, 'utf8')}\n})`,
  { filename, ...(cachedData ? { cachedData } : {}) },
);
if (!cachedData || script.cachedDataRejected)
  process.on('exit', (code) => {
    // Bad input: most of the program was not needed.
    if (code !== 2) cache.write(script.createCachedData());
  });
const module = { exports: {} };
script.runInThisContext()(module.exports, require, module, filename, dirname(filename));
