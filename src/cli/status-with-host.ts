/** The status of a checkout on which perhaps nobody works: what a killed host ran does not run any more. */
import type { RunningTask, StatusReport } from '../core/status-report.ts';

export interface HostStatus extends StatusReport {
  /** The process that works on this checkout; null: nothing runs, and nothing will without `--resume`. */
  readonly host: number | null;
  /** What ran when the host was killed; started again by the next one. */
  readonly cutOff: readonly RunningTask[];
}

/** Without a host nothing runs, nothing takes a slot, and nobody knows when anything will be done. */
export function withHost(report: StatusReport, host: number | null): HostStatus {
  if (host !== null) return { ...report, host, cutOff: [] };
  return {
    ...report,
    host,
    slots: { ...report.slots, used: 0 },
    running: [],
    cutOff: report.running.map((task) => ({ ...task, percent: null, eta: null })),
    queue: report.queue.map((task) => ({ ...task, eta: null })),
  };
}
