import type { Step } from './log/find-steps.ts';
import type { LogLine } from './log/log.ts';
import { type Captures, capture, matches } from './pattern.ts';
import type { Block, Detail, Rule } from './rule.ts';

/** Lines upwards in which a detail is looked for. */
const above = 60;
/** Lines of one match that count as evidence. */
const maxShown = 30;

interface MatchBlock {
  readonly start: number;
  readonly end: number;
  readonly captures: Captures;
  readonly shown: readonly number[];
}

/** The lines that belong to a match at `at`, those of them that are evidence, and all that they capture. */
export function blockOf(
  lines: readonly LogLine[],
  step: Step,
  at: number,
  rule: Rule,
  first: Captures,
): MatchBlock {
  const start = Math.max(step.body, at - (rule.block?.before ?? 0));
  const end = rule.block ? endOf(lines, step, at, rule.block) : at + 1;
  const shown = new Set<number>([at, ...evidenceIn(lines, start, end, rule.block)]);
  const captures: Record<string, string> = { ...first };
  for (const detail of rule.details ?? []) {
    const found =
      detail.from === 'above'
        ? findDetail(lines, detail, upwards(at, step))
        : findDetail(lines, detail, downwards(at, end));
    for (const [name, value] of Object.entries(found?.captures ?? {})) captures[name] ??= value;
    if (found && detail.show) shown.add(found.at);
  }
  return { start, end, captures, shown: [...shown].sort((one, other) => one - other) };
}

function evidenceIn(
  lines: readonly LogLine[],
  start: number,
  end: number,
  block: Block | undefined,
): readonly number[] {
  const found: number[] = [];
  for (let at = start; at < end && found.length < maxShown; at++)
    if (isShown(lines[at]?.text ?? '', block)) found.push(at);
  return found;
}

function isShown(text: string, block: Block | undefined): boolean {
  if (block?.keep !== undefined && !matches(block.keep, text)) return false;
  return block?.drop === undefined || !matches(block.drop, text);
}

function upwards(at: number, step: Step): readonly number[] {
  const last = Math.max(step.body, at - above);
  return Array.from({ length: Math.max(0, at - last) }, (_, index) => at - 1 - index);
}

function downwards(at: number, end: number): readonly number[] {
  return Array.from({ length: Math.max(0, end - at - 1) }, (_, index) => at + 1 + index);
}

function endOf(lines: readonly LogLine[], step: Step, at: number, block: Block): number {
  const last = (lines[at]?.number ?? 0) + block.lines;
  let end = at + 1;
  for (; end < step.end; end++) {
    const line = lines[end];
    if (!line || line.number > last) break;
    if (line.mark === 'error' && line.text.startsWith('Process completed')) break;
    if (block.through !== undefined && matches(block.through, line.text)) return end + 1;
    if (isOver(block, line.text)) break;
  }
  return end;
}

function isOver(block: Block, text: string): boolean {
  if (block.until !== undefined) return matches(block.until, text);
  return block.through === undefined && text.trim() === '';
}

function findDetail(
  lines: readonly LogLine[],
  detail: Detail,
  places: readonly number[],
): { readonly at: number; readonly captures: Captures } | null {
  for (const at of places) {
    const text = lines[at]?.text ?? '';
    const captures = capture(detail.pattern, text);
    const passed = detail.unless !== undefined && matches(detail.unless, text);
    if (captures && !passed) return { at, captures };
  }
  return null;
}
