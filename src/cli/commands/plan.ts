/** `yardmaster plan`: what a run would do, before it does it. */
import { type Command, Option } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { parseSlots } from '../parse-slots.ts';

export function addPlanCommand(program: Command, context: CommandContext): void {
  program
    .command('plan')
    .description('show what a run would do: decisions, times, critical path, graph')
    .argument('[pipeline]', 'its name or its file (may be left out where there is only one)')
    .option('-s, --slots <n>', 'how many tasks may run at once', parseSlots)
    .option('--json', 'the same as one JSON object')
    .addOption(
      new Option('--markdown', 'the same for an issue or a pull request').conflicts('json'),
    )
    .action(async (pipeline: string | undefined, options: PlanOptions) => {
      const { planCommand } = await import('../plan-command.ts');
      const { slots = null, json = false, markdown = false } = options;
      context.end(planCommand(context.terminal, { pipeline, slots, json, markdown }));
    });
}

interface PlanOptions {
  readonly slots?: number;
  readonly json?: boolean;
  readonly markdown?: boolean;
}
