/** `yardmaster apply-fix`: lets one proposed change through. */
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';

interface Options {
  readonly hash?: string;
  readonly branch?: boolean;
  readonly json?: boolean;
}

export function addApplyFixCommand(program: Command, context: CommandContext): void {
  program
    .command('apply-fix')
    .description('verify a fix that waits, and put it into the working tree')
    .argument('<id>', 'the fix, or the beginning of its id')
    .option('--hash <hash>', 'the hash of what you read: another change is refused')
    .option('--branch', 'keep it on a branch of its own instead')
    .option('--json', 'the report as one JSON line on standard output, all else on standard error')
    .action(async (id: string, { hash, branch, json }: Options) => {
      const { applyFixCommand } = await import('../heal/apply-fix-command.ts');
      context.end(
        await applyFixCommand(context.terminal, {
          id,
          hash: hash ?? null,
          branch: branch ?? false,
          json: json ?? false,
        }),
      );
    });
}
