import type { Ports } from '../../src/reconcile/ports.ts';
import {
  type FailureRecord,
  parseFailureRecord,
  renderFailureRecord,
} from '../../src/text/failure/failure-record.ts';
import { failureLabel } from '../../src/text/failure/failure-steps.ts';
import { parseUntoldReport } from '../../src/text/failure/untold-report.ts';
import type { Mutation } from './told-reconcile.ts';

/** Jobs whose bookkeeping of failures is broken on purpose. */
export const failureMutants: Readonly<Record<string, Mutation>> = {
  'records a failure without a claim': {
    ports: (ports, _, { holder }) =>
      withRecords(ports, (record) =>
        record.claim?.id.startsWith(`${holder} `)
          ? record
          : { ...record, claim: null, opening: null },
      ),
  },
  'opens the issue of a failure without a look': {
    ports: (ports) => ({
      ...withRecords(ports, (record) => ({ ...record, opening: null })),
      issues: {
        ...ports.issues,
        list: async (label) => (label === failureLabel ? [] : ports.issues.list(label)),
      },
    }),
  },
  'forgets that the issue of a failure may have been opened': {
    ports: (ports, { world, time }) => ({
      ...withRecords(ports, (record) => ({ ...record, opening: null })),
      issues: {
        ...ports.issues,
        list: async (label) =>
          (await ports.issues.list(label)).filter(
            ({ number }) => time.now - (world.present.issues.get(number)?.createdAt ?? 0) > 600_000,
          ),
      },
    }),
  },
  'leaves what a dead settle began': {
    ports: (ports, _, { holder }) => ({
      ...ports,
      journal: {
        ...ports.journal,
        files: async (folder) =>
          (await ports.journal.files(folder)).filter(
            ({ path, text }) => holder.includes('settle') || !parseUntoldReport(path, text),
          ),
      },
    }),
  },
  'opens the same issue again however long a failure was gone': {
    ports: (ports, { time }) =>
      withRecords(ports, (record) => ({
        ...record,
        closedAt: record.closedAt === null ? null : time.now,
      })),
  },
  'opens another issue however soon a failure is back': {
    ports: (ports) =>
      withRecords(ports, (record) => ({
        ...record,
        closedAt: record.closedAt === null ? null : 1,
      })),
  },
};

/** Ports through which each record of a failure looks otherwise. */
function withRecords(ports: Ports, change: (record: FailureRecord) => FailureRecord): Ports {
  const files: Ports['journal']['files'] = async (folder) =>
    (await ports.journal.files(folder)).map((file) => {
      const record = parseFailureRecord(file.path, file.text);
      return record ? { ...file, text: renderFailureRecord(change(record)) } : file;
    });
  return { ...ports, journal: { ...ports.journal, files } };
}
