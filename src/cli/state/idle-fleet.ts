import { LocalFleet } from '../../runner/local-fleet.ts';
import type { Terminal } from '../terminal.ts';

/** The fleet of somebody who only looks: it starts nothing. */
export function idleFleet({ now }: Pick<Terminal, 'now'>): LocalFleet {
  const refuse = () => {
    throw new Error('looking starts nothing');
  };
  return new LocalFleet({
    startWorker: refuse,
    records: [],
    legOf: refuse,
    now,
    onNews: () => {},
    settleHealing: () => Promise.resolve([]),
    onLeft: () => {},
    killRemains: () => {},
  });
}
