import type { Rule } from '../heal/rule.ts';
import { oneLine } from '../text/safety/one-line.ts';
import { trustedRules } from './load-rules.ts';
import type { Terminal } from './terminal.ts';

/** The rules of the repository that the command is called in, before the built-in ones; outside of one, none. */
export function ownRules(terminal: Terminal): readonly Rule[] {
  const read = trustedRules(terminal.directory);
  if (read.ok) return read.rules;
  const [first] = read.problems;
  terminal.complain(
    `The rules of this repository are not used: ${oneLine(first ? `${first.path}:${first.line}: ${first.message}` : '')}. \`yardmaster validate\` says all that is wrong.\n`,
  );
  return [];
}
