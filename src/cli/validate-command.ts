/** What `yardmaster validate` does. */
import { missingSecretProblems } from '../text/pipeline/missing-secret-problems.ts';
import { renderAnnotations } from '../text/pipeline/render-annotations.ts';
import { renderProblems } from '../text/pipeline/render-problems.ts';
import type { Problem } from '../text/problem/problem.ts';
import { rulesFolder } from '../text/rules/parse-rules.ts';
import { exitCodes } from './exit-codes.ts';
import { findPipeline, pipelinePaths } from './find-pipeline.ts';
import { contentAt } from './install/install-plan.ts';
import { loadPipeline, loadSettings } from './load-pipeline.ts';
import { loadRules, rulesPaths } from './load-rules.ts';
import { repositoryRoot } from './state/git-checkout.ts';
import type { Terminal } from './terminal.ts';

/** Those that hand secrets on. */
const workflowFiles = [
  '.github/workflows/yardmaster.yml',
  '.github/workflows/yardmaster-attempt.yml',
];

/** Answers the exit code. Throws `CliProblem`. */
export function validateCommand(
  terminal: Terminal,
  wanted: readonly string[],
  json: boolean,
): number {
  const root = repositoryRoot(terminal.directory);
  const paths =
    wanted.length > 0
      ? wanted.map((name) => findPipeline(root, terminal.directory, name))
      : pipelinePaths(root);
  if (paths.length === 0 && rulesPaths(root).length === 0)
    findPipeline(root, terminal.directory, undefined);
  const problems: Problem[] = [];
  const fine: string[] = [];
  const loaded = loadSettings(root);
  if (!loaded.ok) problems.push(...loaded.problems);
  const installed = workflowFiles.flatMap((path) => {
    const text = contentAt(root, path);
    return text === null ? [] : [{ path, text }];
  });
  for (const path of new Set(paths)) {
    const read = loadPipeline(root, path, loaded);
    const found = read.ok
      ? missingSecretProblems(path, read.file.bytes, read.pipeline, installed)
      : read.problems;
    problems.push(...found);
    if (!read.ok || found.length > 0) continue;
    const { tasks, slots } = read.pipeline;
    fine.push(
      `${terminal.paint('green', '✔')} ${path}  ${count(tasks.length, 'task')} on ${count(slots, 'slot')}`,
    );
  }
  if (wanted.length === 0) {
    const rules = checkRules(terminal, root);
    fine.push(...rules.fine);
    problems.push(...rules.problems);
  }
  tell(terminal, fine, problems, json);
  return problems.length > 0 ? exitCodes.badInput : exitCodes.completed;
}

function checkRules(
  terminal: Terminal,
  root: string,
): { readonly fine: readonly string[]; readonly problems: readonly Problem[] } {
  const files = rulesPaths(root);
  if (files.length === 0) return { fine: [], problems: [] };
  const read = loadRules(root, files);
  if (!read.ok) return { fine: [], problems: read.problems };
  const where = files.length === 1 ? files[0] : rulesFolder;
  const line = `${terminal.paint('green', '✔')} ${where}  ${count(read.rules.length, 'rule')}`;
  return { fine: [line], problems: [] };
}

function tell(
  terminal: Terminal,
  fine: readonly string[],
  problems: readonly Problem[],
  json: boolean,
): void {
  if (json) terminal.write(`${JSON.stringify(problems)}\n`);
  else for (const line of fine) terminal.write(`${line}\n`);
  if (problems.length === 0) return;
  if (!json)
    terminal.complain(`${renderProblems(problems, { color: terminal.color }).trimEnd()}\n`);
  // On GitHub each problem is shown beside its line, too.
  if (terminal.environment.GITHUB_ACTIONS === 'true')
    terminal.complain(`${renderAnnotations(problems)}\n`);
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
