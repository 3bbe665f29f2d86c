/** `yardmaster demo`: a nightly shop pipeline at work, in a folder of its own. */
import { type Command, Option } from 'commander';
import type { Mode } from '../../heal/fix/gate.ts';
import type { CommandContext } from '../command-context.ts';

const help = `
One task of the demo fails for a real reason: the last commit has lost a comma in a JSON file. It is
healed, verified in a clean checkout, and proposed as a pull request; the rest goes on from the healed
commit. With --mode human-in-loop the fix waits for you instead: \`yardmaster apply-fix\` lets it
through and finishes the run. The demo ends with 0 when all of that happened as described, else with 1.`;

interface Options {
  readonly dir?: string;
  readonly mode?: Mode;
}

export function addDemoCommand(program: Command, context: CommandContext): void {
  program
    .command('demo')
    .description('watch a pipeline of twelve tasks run, one of which fails and is healed')
    .option('--dir <folder>', 'an empty folder to work in (default: a new one)')
    .addOption(
      new Option('--mode <mode>', 'whether fixes are applied or wait for you').choices([
        'autonomous',
        'human-in-loop',
      ]),
    )
    .addHelpText('after', help)
    .action(async ({ dir, mode }: Options) => {
      const { demoCommand } = await import('../demo/demo-command.ts');
      context.end(await demoCommand(context.terminal, { folder: dir, mode }));
    });
}
