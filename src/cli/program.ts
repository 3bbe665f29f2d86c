/** The command line: its commands, what their help says, and what becomes of errors. */
import { Command, CommanderError } from 'commander';
import { CliProblem } from './cli-problem.ts';
import type { CommandContext } from './command-context.ts';
import { addApplyFixCommand } from './commands/apply-fix.ts';
import { addCallWorkflowCommand } from './commands/call-workflow.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDiagnoseCommand } from './commands/diagnose.ts';
import { addFixesCommand } from './commands/fixes.ts';
import { addHealCommand } from './commands/heal.ts';
import { addInitCommand } from './commands/init.ts';
import { addPlanCommand } from './commands/plan.ts';
import { addRunCommand } from './commands/run.ts';
import { addServeCommand } from './commands/serve.ts';
import { addStatusCommand } from './commands/status.ts';
import { addValidateCommand } from './commands/validate.ts';
import { exitCodes } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

const afterHelp = `
Exit codes:
  0  all tasks completed        2  bad input: nothing was started
  1  a task failed              3  interrupted: go on with \`yardmaster run --resume\`

Pipelines are .github/pipelines/*.yml; what runs here is kept in .yardmaster/.`;

/** Runs a command line (without the program's own name) and answers its exit code. */
export async function runCommandLine(
  args: readonly string[],
  terminal: Terminal,
  version: string,
): Promise<number> {
  let code: number = exitCodes.completed;
  const program = makeProgram({ terminal, end: (value) => (code = value) }, version);
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitCodes.completed : exitCodes.badInput;
    if (!(error instanceof CliProblem)) throw error;
    terminal.complain(
      `${terminal.paint('red', 'error')} ${error.code}: ${error.message}\n  ${error.remedy}\n`,
    );
    return exitCodes.badInput;
  }
  return code;
}

function makeProgram(context: CommandContext, version: string): Command {
  const { terminal } = context;
  const program = new Command('yardmaster')
    .description(
      'Runs a repository’s pipelines: tasks as issues, states as labels, on this machine',
    )
    .version(version, '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: terminal.write,
      writeErr: terminal.complain,
      getOutHelpWidth: terminal.columns,
      getErrHelpWidth: terminal.columns,
    })
    .showSuggestionAfterError()
    .showHelpAfterError('Try `yardmaster --help`.')
    .addHelpText('after', afterHelp)
    .helpCommand('help [command]', 'explain a command');
  addRunCommand(program, context);
  addPlanCommand(program, context);
  addValidateCommand(program, context);
  addStatusCommand(program, context);
  addInitCommand(program, context);
  addServeCommand(program, context);
  addDemoCommand(program, context);
  addDiagnoseCommand(program, context);
  addHealCommand(program, context);
  addFixesCommand(program, context);
  addApplyFixCommand(program, context);
  addCallWorkflowCommand(program, context);
  return program;
}
