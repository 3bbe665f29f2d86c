/** `yardmaster heal`: runs a command, and mends what makes it fail. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Mode } from '../../heal/fix/gate.ts';
import type { CommandContext } from '../command-context.ts';

interface Options {
  readonly mode?: Mode;
  readonly maxRetries?: number;
  readonly inPlace?: boolean;
  readonly verify?: string;
  readonly threshold?: number;
  readonly json?: boolean;
  readonly commandTimeout: number;
}

const examples = `
Examples:
  yardmaster heal -- dbt build
  yardmaster heal --mode human-in-loop -- npm test
  yardmaster heal --in-place --verify 'dbt build --target ci' -- dbt build

Exit codes: 0 passed, recovered or healed; 1 proposed or not healed; 2 bad input; 3 interrupted.`;

export function addHealCommand(program: Command, context: CommandContext): void {
  program
    .command('heal')
    .description('run a command; where it fails, find out why and mend it, verified or not at all')
    .argument('<command...>', 'the command with its arguments, after --')
    .addOption(
      new Option('--mode <mode>', 'whether verified fixes are kept or wait for you').choices([
        'autonomous',
        'human-in-loop',
      ]),
    )
    .option('--max-retries <n>', 'how often the command may be started again', wholeUpTo(10))
    .option('--in-place', 'put the fix into the working tree instead of on a branch')
    .option('--verify <command>', 'what proves a fix: `same` (the command itself), or a command')
    .option('--threshold <percent>', 'the least confidence of a fix that is kept', wholeUpTo(100))
    .option('--command-timeout <minutes>', 'for each run of the command', minutes, 60)
    .option('--json', 'the report as one JSON line on standard output, all else on standard error')
    .addHelpText('after', examples)
    .action(async (argv: string[], options: Options) => {
      const { healCommand } = await import('../heal/heal-command.ts');
      const { mode, maxRetries, verify, threshold } = options;
      context.end(
        await healCommand(context.terminal, {
          argv,
          inPlace: options.inPlace ?? false,
          json: options.json ?? false,
          timeout: options.commandTimeout * 60_000,
          ...(mode === undefined ? {} : { mode }),
          ...(maxRetries === undefined ? {} : { retries: maxRetries }),
          ...(threshold === undefined ? {} : { threshold }),
          ...(verify === undefined ? {} : { verify }),
        }),
      );
    });
}

function wholeUpTo(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d{1,3}$/.test(text) || value > most)
      throw new InvalidArgumentError(`It is a whole number from 0 to ${most}.`);
    return value;
  };
}

/** Up to a week. */
function minutes(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}(?:\.\d{1,3})?$/.test(text) || value <= 0 || value > 10_080)
    throw new InvalidArgumentError('It is a number of minutes, up to 10080.');
  return value;
}
