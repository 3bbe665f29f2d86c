/** What the reconciler logs, for those who follow a run: each line once, however often it is found again. */
import type { Log } from '../../reconcile/ports.ts';
import type { OnRunEvent } from './run-event.ts';

export function tellLog(tell: OnRunEvent, now: () => number): Log {
  const told = new Set<string>();
  return (level, text) => {
    if (level === 'debug' || told.has(text)) return;
    told.add(text);
    tell({ event: level === 'notice' ? 'notice' : 'warning', at: now(), text });
  };
}
