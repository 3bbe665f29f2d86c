import { type ActionContext, ActionProblem, actionContext } from './action-context.ts';
import { type FirstRead, firstLook } from './first-look.ts';
import { workflowCommand } from './workflow-commands.ts';

const write = (text: string): void => {
  process.stdout.write(text);
};

/** What each mode needs is loaded only then: a job starts faster. */
const modes: Readonly<Record<string, (context: ActionContext) => Promise<void>>> = {
  plan: async (context) => (await import('./plan.ts')).plan(context, write),
  run: async (context) => (await import('./run.ts')).run(context, write),
  call: async (context) => (await import('./call.ts')).call(context, write),
  settle: async (context) => (await import('./settle.ts')).settle(context, write),
  apply: async (context) => (await import('./apply.ts')).apply(context, write),
  sweep: async (context) => (await import('./sweep.ts')).sweep(context, write),
};

/** What a mode reads before all else; null where it looks at the checkout first. */
function firstReadOf(mode: string, context: ActionContext): FirstRead | null {
  if (mode === 'plan' && context.input('batch') === '') return null;
  return mode === 'run' || mode === 'call' ? 'run' : 'world';
}

async function main(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: the one place where the Action reads its environment
  const context = actionContext(process.env);
  const name = context.input('mode');
  const mode = Object.hasOwn(modes, name) ? modes[name] : undefined;
  if (!mode) {
    throw new ActionProblem(
      `The input \`mode\` is \`${name}\``,
      `Use one of ${Object.keys(modes).join(', ')}, as the rendered workflow files do.`,
    );
  }
  const read = firstReadOf(name, context);
  await mode(read ? { ...context, fetch: firstLook(context, read) } : context);
}

try {
  await main();
} catch (error) {
  process.exitCode = 1;
  const { reportFailure } = await import('./report-failure.ts');
  reportFailure(error, write, workflowCommand);
}
