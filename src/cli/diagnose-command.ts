/** What `yardmaster diagnose` does. */
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { stdin } from 'node:process';
import { diagnose } from '../heal/diagnose.ts';
import type { Artifacts, Diagnosis, DiagnosisFacts } from '../heal/diagnosis.ts';
import type { Log } from '../heal/log/log.ts';
import { makeLogReader } from '../heal/log/read-log.ts';
import { makeRuleSet } from '../heal/rule-set.ts';
import { allRules } from '../heal/rules/all-rules.ts';
import { outcomes } from '../heal/rules/outcomes.ts';
import { oneLine } from '../text/safety/one-line.ts';
import { redact } from '../text/safety/redact.ts';
import { stripControl } from '../text/safety/strip-control.ts';
import { CliProblem } from './cli-problem.ts';
import { exitCodes } from './exit-codes.ts';
import { secretsOf } from './heal/heal-secrets.ts';
import { loadArtifacts } from './load-artifacts.ts';
import { logText } from './log-text.ts';
import { ownRules } from './own-rules.ts';
import type { Terminal } from './terminal.ts';

/** Lines of evidence that the report for people shows. */
const shownLines = 40;

interface DiagnoseWish extends Pick<DiagnosisFacts, 'command' | 'exitCode'> {
  readonly json: boolean;
  readonly rules: boolean;
  /** Paths of files that the same run left. */
  readonly artifacts: readonly string[];
}

export async function diagnoseCommand(
  terminal: Terminal,
  file: string,
  { command, exitCode, json, rules, artifacts: paths }: DiagnoseWish,
): Promise<number> {
  const secrets = secretsOf(terminal.environment);
  const safe = (text: string) => stripControl(redact(text, secrets)).replace(/\n/g, ' ');
  const artifacts = loadArtifacts(terminal, paths);
  const own = rules ? ownRules(terminal) : [];
  const set = makeRuleSet([...own, ...allRules], outcomes);
  const reader = makeLogReader(set.scanner);
  for await (const piece of piecesOf(terminal, file)) reader.push(piece);
  const log = reader.end();
  if (isOfAnother(log, artifacts)) terminal.complain(otherInvocation);
  const facts = {
    artifacts,
    ...(command === undefined ? {} : { command: safe(command) }),
    ...(exitCode === undefined ? {} : { exitCode }),
  };
  const diagnosis = diagnose(log, set, facts, safe);
  terminal.write(
    json ? `${JSON.stringify(diagnosis)}\n` : renderDiagnosis(diagnosis, log, terminal, safe),
  );
  return exitCodes.completed;
}

const colours: Readonly<Record<string, 'green' | 'yellow'>> = {
  success: 'green',
  unknown: 'yellow',
};

const otherInvocation =
  'The log is of another invocation of dbt than the results: they are not used.\n';

function isOfAnother({ invocationId }: Log, { runResults }: Artifacts): boolean {
  return (
    invocationId !== undefined &&
    runResults !== undefined &&
    runResults.invocationId !== invocationId
  );
}

async function* piecesOf(terminal: Terminal, file: string): AsyncGenerator<string> {
  const stream =
    file === '-'
      ? stdin
      : createReadStream(resolve(terminal.directory, file), { highWaterMark: 1 << 18 });
  try {
    yield* logText(stream);
  } catch (error) {
    const why = error instanceof Error ? oneLine(error.message) : 'unknown error';
    // biome-ignore lint/style/useErrorCause: a CliProblem is told to a person, who gets the cause in words
    throw new CliProblem(
      'log-unreadable',
      `The log ${oneLine(file)} cannot be read: ${why}`,
      'Give the path of a text file, or - to read standard input.',
    );
  }
}

function renderDiagnosis(
  diagnosis: Diagnosis,
  log: Log,
  terminal: Terminal,
  safe: (text: string) => string,
): string {
  const { paint } = terminal;
  const out = [
    `${paint(colours[diagnosis.kind] ?? 'red', diagnosis.category)}  ${oneLine(diagnosis.summary, 500)}`,
    '',
    `${paint('bold', 'Root cause')}  ${oneLine(diagnosis.rootCause, 500)}${diagnosis.transient ? ' It may well pass by itself.' : ''}`,
  ];
  if (diagnosis.step) out.push(`${paint('bold', 'Step')}        ${oneLine(diagnosis.step)}`);
  if (diagnosis.files.length > 0)
    out.push(`${paint('bold', 'Files')}       ${list(diagnosis.files)}`);
  if (diagnosis.tests.length > 0)
    out.push(`${paint('bold', 'Tests')}       ${list(diagnosis.tests)}`);
  out.push('', paint('bold', 'Evidence'), ...excerpt(diagnosis, log, terminal, safe));
  if (diagnosis.others.length > 0) {
    out.push('', paint('bold', 'Also failing'));
    for (const other of diagnosis.others)
      out.push(
        `  ${String(other.evidence[0]?.start ?? '').padStart(6)}  ${oneLine(other.summary)}`,
      );
  }
  out.push('', paint('bold', 'What may be done'));
  if (diagnosis.proposals.length === 0) out.push('  Nothing that a rule knows.');
  for (const proposal of diagnosis.proposals) {
    const how = proposal.safe ? 'safe' : 'a person decides';
    out.push(
      `  ${proposal.confidence} %  ${oneLine(proposal.title)} (${how}; ${proposal.cases} cases)`,
    );
    if (proposal.command) out.push(`        $ ${oneLine(proposal.command, 400)}`);
    out.push(`        ${oneLine(proposal.why, 400)}`);
  }
  out.push('', paint('dim', `${diagnosis.kind} · fingerprint ${diagnosis.fingerprint}`));
  return `${out.join('\n')}\n`;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => oneLine(name, 150));
  return names.length > 5 ? `${shown.join(', ')} and ${names.length - 5} more` : shown.join(', ');
}

function excerpt(
  diagnosis: Diagnosis,
  log: Log,
  terminal: Terminal,
  safe: (text: string) => string,
): readonly string[] {
  const wanted = new Set<number>();
  for (const { start, end } of diagnosis.evidence)
    for (let number = start; number <= end && wanted.size < shownLines; number++)
      wanted.add(number);
  const width = Math.max(40, terminal.columns() - 12);
  const out: string[] = [];
  let last = 0;
  for (const line of log.lines) {
    if (!wanted.has(line.number)) continue;
    if (last !== 0 && line.number > last + 1) out.push(terminal.paint('dim', '       ⋮'));
    last = line.number;
    const text = safe(line.text).replace(/\t/g, '  ');
    const cut = text.length > width ? `${text.slice(0, width - 1)}…` : text;
    out.push(`${terminal.paint('dim', String(line.number).padStart(8))}  ${cut}`);
  }
  return out;
}
