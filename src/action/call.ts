import type { AttemptRef } from '../core/model.ts';
import { CallProblem } from '../github/call-problem.ts';
import { callWorkflow } from '../github/call-workflow.ts';
import { calledWorkflow } from '../github/called-workflow.ts';
import type { Handoff } from '../text/handoff.ts';
import { actionClock, idleClock } from './action-clock.ts';
import { type ActionContext, ActionProblem, attemptInput } from './action-context.ts';
import { actionClient } from './action-ports.ts';
import { attemptSummary } from './attempt-summary.ts';
import { leave, nothingDone } from './leave.ts';
import { definitionOf, doubled, faultOf, isDouble, stopSignal } from './run.ts';
import { runnerFiles } from './runner-files.ts';
import { untilDue } from './until-due.ts';
import { watchLeg } from './watch-leg.ts';
import { workflowCommand } from './workflow-commands.ts';

const askEvery = 15_000;

async function handoffOf(
  context: ActionContext,
  write: (text: string) => void,
  ref: AttemptRef,
): Promise<Handoff> {
  const client = actionClient(context);
  const watch = watchLeg(client, ref, idleClock, context.watchEvery);
  const stop = stopSignal(watch);
  const place = context.runId;
  try {
    const passed = await watch.first;
    const idle = { ref, now: actionClock.now(), place };
    if (!passed.ok) {
      const outcome = passed.kind === 'stop' ? 'stopped' : 'fenced';
      return nothingDone({ ...idle, outcome, why: passed.why });
    }
    if (await isDouble(context, client, passed, ref)) {
      return nothingDone({ ...idle, outcome: 'fenced', why: doubled });
    }
    if (!(await untilDue(passed.status.dueAt, actionClock, stop))) {
      return nothingDone({ ...idle, outcome: 'stopped', why: String(stop.reason) });
    }
    const { definition } = definitionOf(context, passed, ref.task, write);
    const result = await callWorkflow(
      client,
      {
        ...calledWorkflow(context.workspace, definition.uses ?? ''),
        ref,
        branch: context.refName,
        askEvery,
      },
      actionClock,
      stop,
      write,
    );
    return { ref, result: { ...result, place }, outputs: {}, produced: [], tail: '' };
  } catch (error) {
    const known = error instanceof CallProblem;
    return faultOf(ref, known ? new ActionProblem(error.message, error.remedy) : error, place);
  } finally {
    watch.end();
  }
}

/** `call`: makes an attempt at a task that uses a workflow. */
export async function call(context: ActionContext, write: (text: string) => void): Promise<void> {
  const ref = attemptInput(context);
  const handoff = await handoffOf(context, write, ref);
  const { outcome, message } = handoff.result;
  if (outcome === 'failure') write(`${workflowCommand('error', message)}\n`);
  leave(context, handoff);
  runnerFiles(context).addSummary(attemptSummary(`task ${ref.task}`, handoff));
}
