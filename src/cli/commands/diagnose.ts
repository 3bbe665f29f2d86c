/** `yardmaster diagnose`: what went wrong, read from a log. */
import { type Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../command-context.ts';

interface Options {
  readonly json?: boolean;
  readonly command?: string;
  readonly exit?: number;
  readonly artifact: readonly string[];
  readonly rules: boolean;
}

export function addDiagnoseCommand(program: Command, context: CommandContext): void {
  program
    .command('diagnose')
    .description('say what went wrong in a log, with the lines that show it')
    .argument('<file>', 'the log; - for standard input')
    .option('--json', 'the diagnosis as one JSON object')
    .option('--command <command>', 'the command that wrote the log')
    .option('--exit <code>', 'the exit code that it ended with', exitCode)
    .option(
      '--artifact <file>',
      "a file that the same run left: dbt's run_results.json and manifest.json, reports of JUnit; may be repeated",
      (file: string, others: readonly string[]) => [...others, file],
      [] as readonly string[],
    )
    .option('--no-rules', 'without the rules of this repository (.github/yardmaster/rules)')
    .action(async (file: string, options: Options) => {
      const { diagnoseCommand } = await import('../diagnose-command.ts');
      context.end(
        await diagnoseCommand(context.terminal, file, {
          json: options.json ?? false,
          rules: options.rules,
          artifacts: options.artifact,
          ...(options.command === undefined ? {} : { command: options.command }),
          ...(options.exit === undefined ? {} : { exitCode: options.exit }),
        }),
      );
    });
}

function exitCode(text: string): number {
  if (!/^-?\d{1,10}$/.test(text)) throw new InvalidArgumentError('It is a whole number.');
  return Number(text);
}
