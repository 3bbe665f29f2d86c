import type { Run } from '../../src/core/model.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import type { ReconcileReport } from '../../src/reconcile/settings.ts';
import { parseLedger } from '../../src/text/ledger/ledger.ts';
import { aDraft, type CountedWorld, settings } from './a-world.ts';

/** The ledger that a run's issue shows. */
export function shown(world: CountedWorld, issue: number): Run {
  const parsed = parseLedger(world.memory.get(issue)?.body ?? '');
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.run;
}

/** Of its tasks. */
export function states(run: Run): string[] {
  return run.statuses.map(({ state }) => state);
}

/** Opens a run; its calls are not counted. */
export async function opened(world: CountedWorld, draft = aDraft()): Promise<number> {
  const report = await reconcile(world.ports, settings, {
    holder: 'local:1',
    observations: [],
    start: draft,
  });
  world.calls.length = 0;
  return report.opened ?? 0;
}

/** One reconcile. */
export function look(
  world: CountedWorld,
  more: object = {},
  holder = 'local:1',
): Promise<ReconcileReport> {
  return reconcile(world.ports, settings, { holder, observations: [], ...more });
}
