const faults: readonly (readonly [RegExp, string])[] = [
  [/^$/, 'is empty'],
  [/^.{1001}/su, 'is too long'],
  [/\p{Surrogate}/u, 'is not written in Unicode'],
  [/[\p{Cc}\p{Cf}\u2028\u2029]/u, 'holds characters that cannot be seen'],
  [/\\/, 'holds a backslash'],
  [/^[/~]/, 'leads out of the repository'],
  [/(^|\/)\.\.(\/|$)/, 'leads out of the repository by `..`'],
  [/:/, 'holds a colon, which Windows reads as a drive or a stream'],
  [/\/\/|\/$|(^|\/)\.(\/|$)/, 'is not written in its plain form'],
  [/(^|\/) |[. ](\/|$)/, 'has a name that begins with a blank, or ends with one or a dot'],
  [/(^|\/)[^/~]{1,6}~\d/, 'has a short name of Windows in it'],
];

/**
 * Why a path is no plain path of a file in the repository; null: it is one. What git, Windows or macOS would
 * read as another path than the one that people see is refused: `..`, absolute paths and drives,
 * backslashes, control, bidirectional and invisible characters, streams (`a:b`), short names (`GIT~1`), and
 * letters that stand for others (Unicode NFKC).
 */
export function pathFault(path: string): string | null {
  for (const [pattern, why] of faults) if (pattern.test(path)) return why;
  return path.normalize('NFKC') === path ? null : 'is written in letters that stand for others';
}
