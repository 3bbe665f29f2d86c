import type { HealResult } from './heal-one.ts';

/** The numbers that a corpus comes to. Rates from 0 to 1; undefined where there was nothing to count. */
export interface Figures {
  readonly mutations: number;
  readonly dbt: number;
  readonly healable: number;
  readonly healed: number;
  readonly healRate: number | undefined;
  readonly falseHeals: number;
  readonly unhealable: number;
  readonly handedOver: number;
  readonly handedOverRate: number | undefined;
  /** Of those healed, in seconds. */
  readonly medianSeconds: number | undefined;
  /** The same over what the command takes on the good project. */
  readonly medianOverOwnTime: number | undefined;
}

export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)];
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** `ownTime`: milliseconds of each project's command on the good project. */
export function figuresOf(
  results: readonly HealResult[],
  ownTime: Readonly<Record<string, number>>,
): Figures {
  const healable = results.filter((result) => result.healable);
  const unhealable = results.filter((result) => !result.healable);
  const healed = healable.filter(({ verdict }) => verdict === 'healed');
  const handedOver = unhealable.filter(({ verdict }) => verdict === 'handed-over');
  const rate = (part: readonly unknown[], whole: readonly unknown[]) =>
    whole.length > 0 ? part.length / whole.length : undefined;
  const milliseconds = median(healed.map((result) => result.milliseconds));
  return {
    mutations: results.length,
    dbt: results.filter(({ project }) => project === 'dbt-shop').length,
    healable: healable.length,
    healed: healed.length,
    healRate: rate(healed, healable),
    falseHeals: results.filter(({ verdict }) => verdict === 'false-heal').length,
    unhealable: unhealable.length,
    handedOver: handedOver.length,
    handedOverRate: rate(handedOver, unhealable),
    medianSeconds: milliseconds === undefined ? undefined : milliseconds / 1000,
    medianOverOwnTime: median(
      healed.map((result) => result.milliseconds / (ownTime[result.project] ?? Number.NaN)),
    ),
  };
}
