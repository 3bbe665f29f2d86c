import type { Bench } from './bench.ts';

/** The issue of a run, opened over a bench's ports. */
export function openRun(from: Bench, title: string): Promise<number> {
  return from.issues.create({ title, body: `body of ${title}`, labels: ['yardmaster:run'] });
}
