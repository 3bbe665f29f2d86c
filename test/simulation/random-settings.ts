import type { Limits } from '../../src/core/decision.ts';
import type { ReconcileSettings } from '../../src/reconcile/settings.ts';
import { mayOrder } from './people.ts';
import type { Prng } from './prng.ts';

const minute = 60_000;

/** How the reconcilers of one story work. */
export function randomSettings(random: Prng, limits: Limits): ReconcileSettings {
  return {
    limits,
    fleet: {
      dispatchTime: random.pick([100, 10_000, 60_000]),
      early: random.pick([0, 5 * minute]),
      lease: 10 * minute,
      maxLegs: random.pick([3, 256]),
    },
    writerLease: 60_000,
    fullCopyEvery: random.int(1, 8),
    canOrder: mayOrder,
    repository: { owner: 'octo', repo: 'shop', url: 'https://github.com/octo/shop' },
  };
}
