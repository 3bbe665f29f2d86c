import { cleanLine, maxLineLength } from './clean-line.ts';
import { expandJsonLine } from './expand-json-line.ts';
import { makeLineStore } from './line-store.ts';
import type { LiteralScanner } from './literal-scanner.ts';
import type { Log, LogLine } from './log.ts';

/** Takes a log in pieces of any size. One reader reads one log. */
export interface LogReader {
  push(text: string): void;
  end(): Log;
}

/** Lines around a find that are kept as its context. */
const before = 40;
const after = 80;
/** Marks that steps are found by, which are kept wherever they stand. */
const structural: ReadonlySet<string> = new Set(['group', 'endgroup']);
const storeLimits = { lines: 20_000, characters: 5_000_000 };

/**
 * A reader that keeps the lines in which one of the scanner's literals stands, their surroundings, the
 * runner's own marks and the end of the log, in memory that does not grow with the log. Line feeds end lines.
 */
export function makeLogReader(scanner: LiteralScanner): LogReader {
  const store = makeLineStore(storeLimits);
  const recent: LogLine[] = [];
  let wanted = 0;
  let number = 0;
  let open = '';
  let invocationId: string | undefined;

  const keepRecent = () => {
    for (const earlier of recent) store.add(earlier);
    recent.length = 0;
  };
  const take = (line: LogLine) => {
    const hit = line.literals.length > 0;
    if (hit || wanted > 0 || line.mark === 'error') {
      if (recent.length > 0) keepRecent();
      store.add(line);
      wanted = hit ? after : Math.max(0, wanted - 1);
    } else if (!structural.has(line.mark)) {
      recent.push(line);
      // Cut rarely: to shift an array for each line costs more than to hold twice as much.
      if (recent.length >= 2 * before) recent.splice(0, before);
    } else {
      recent.length = 0;
      store.add(line);
    }
  };
  const onLine = (raw: string) => {
    number++;
    const { text, mark, step } = cleanLine(raw);
    if (!text.startsWith('{')) {
      take({ number, text, mark, step, literals: scanner.scan(text) });
      return;
    }
    const record = expandJsonLine(text);
    invocationId ??= record.invocationId;
    for (const one of record.texts)
      take({ number, text: one, mark, step, literals: scanner.scan(one) });
  };

  return {
    push(text) {
      let from = 0;
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
        onLine(open === '' ? text.slice(from, at) : open + text.slice(from, at));
        open = '';
        from = at + 1;
      }
      if (open.length < 2 * maxLineLength) open += text.slice(from, from + 2 * maxLineLength);
    },
    end() {
      if (open !== '') onLine(open);
      keepRecent();
      return {
        lines: store.lines(),
        total: number,
        ...(invocationId === undefined ? {} : { invocationId }),
      };
    },
  };
}
