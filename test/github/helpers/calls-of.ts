import type { Bench } from './bench.ts';

/** What was asked of a bench's GitHub, by method and route. */
export const callsOf = (bench: Bench): readonly string[] =>
  bench.github.requests.entries.map(({ method, route }) => `${method} ${route}`);
