/** `yardmaster fixes`: what waits for a person, and what is kept. */
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';

export function addFixesCommand(program: Command, context: CommandContext): void {
  program
    .command('fixes')
    .description(
      'show the fixes that wait for you and those that are kept; one of them with its diff',
    )
    .argument('[id]', 'a fix, or the beginning of its id')
    .option('--json', 'as one JSON object')
    .action(async (id: string | undefined, options: { readonly json?: boolean }) => {
      const { fixesCommand } = await import('../heal/fixes-command.ts');
      context.end(
        await fixesCommand(context.terminal, { id: id ?? null, json: options.json ?? false }),
      );
    });
}
