import {
  type FailureRecord,
  failurePath,
  parseFailureRecord,
  renderFailureRecord,
} from '../../text/failure/failure-record.ts';
import { parseUntoldReport, type UntoldReport } from '../../text/failure/untold-report.ts';
import type { JournalFile } from '../ports.ts';

/** All records of the journal, whatever else lies there left out. */
export function recordsOf(files: readonly JournalFile[]): readonly FailureRecord[] {
  return files.flatMap(({ path, text }) => parseFailureRecord(path, text) ?? []);
}

/** All reports that wait to be told, of one failure or of all, the oldest first. */
export function untoldOf(
  files: readonly JournalFile[],
  print: string | null = null,
): readonly UntoldReport[] {
  return files
    .flatMap(({ path, text }) => parseUntoldReport(path, text) ?? [])
    .filter(({ report }) => print === null || report.failure?.fingerprint === print)
    .sort((one, other) => one.at - other.at);
}

/** A record as a file of the journal. */
export function fileOf(record: FailureRecord): readonly JournalFile[] {
  const path = failurePath(record.fingerprint);
  return path === null ? [] : [{ path, text: renderFailureRecord(record) }];
}
