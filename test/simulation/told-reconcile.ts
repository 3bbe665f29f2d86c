import type { Observation } from '../../src/core/decision.ts';
import type { Run } from '../../src/core/model.ts';
import type { Ports } from '../../src/reconcile/ports.ts';
import { reconcile } from '../../src/reconcile/reconcile.ts';
import type { ReconcileReport, ReconcileSettings } from '../../src/reconcile/settings.ts';
import type { Host } from './host.ts';
import { memoryPorts, type Surroundings } from './memory-ports.ts';

/** How a deliberately broken reconciler differs; everything else is as it is. */
export interface Mutation {
  readonly ports?: (ports: Ports, around: Surroundings, host: Host) => Ports;
  readonly settings?: (settings: ReconcileSettings) => ReconcileSettings;
  readonly observations?: (
    observations: readonly Observation[],
    around: Surroundings,
  ) => readonly Observation[];
  readonly fenced?: false;
  readonly found?: 'told';
}

export type ToldReconcile = (
  host: Host,
  observations: readonly Observation[],
  more: { readonly start?: Run; readonly thorough?: boolean },
) => Promise<ReconcileReport & { wrote: boolean }>;

/** A host's ports, with whatever the mutant changes. */
export function mutatedPorts(around: Surroundings, mutation: Mutation, host: Host): Ports {
  const plain = memoryPorts(around, host);
  return mutation.ports?.(plain, around, host) ?? plain;
}

/** The real reconciler over a host's ports, with whatever the mutant changes; the story tells what it did. */
export function toldReconcile(
  around: Surroundings,
  settings: ReconcileSettings,
  mutation: Mutation,
): ToldReconcile {
  return async (host, observations, more) => {
    const { world, story } = around;
    const ports = mutatedPorts(around, mutation, host);
    const told = mutation.observations?.(observations, around) ?? observations;
    const before = world.writes;
    try {
      const request = { holder: host.holder, observations: told, ...more };
      const report = await reconcile(ports, settings, request);
      story.tell(() => `${host.holder} ${brief(report)}`);
      return { ...report, wrote: world.writes !== before };
    } catch (error) {
      story.violate(0, error instanceof Error ? (error.stack ?? '') : String(error));
      return new Promise(() => {});
    }
  };
}

function brief(report: ReconcileReport): string {
  const moves = report.decisions.filter(({ kind }) => kind !== 'alert').map(({ key }) => key);
  const error = report.error ? ` (${report.error.message})` : '';
  return `${report.kind}${error}: ${moves.join(', ') || 'nothing'}`;
}
