import type { FailureRecord } from '../../text/failure/failure-record.ts';
import type { FailurePorts, FailureSettings } from './failure-ports.ts';
import { newestNumber } from './find-issue.ts';
import { releaseFailure, saveFailure } from './release-failure.ts';

/** From the announcement to the request that opens an issue, at most: far below any grace. */
const openWithin = 30_000;

export type Announced =
  | { readonly kind: 'announced'; readonly record: FailureRecord }
  /** Not now, nor by this writer: the claim is given back. */
  | { readonly kind: 'later'; readonly until: number };

/**
 * Says in the journal that an issue is about to be opened for a claimed failure, so that whoever comes after a
 * writer that died in between looks for that issue by its number, and opens none while it may still appear.
 *
 * @throws PortError
 */
export async function announceOpening(
  ports: FailurePorts,
  settings: FailureSettings,
  record: FailureRecord,
  episode: string,
): Promise<Announced> {
  const { clock } = ports;
  const until = (record.opening?.at ?? Number.NEGATIVE_INFINITY) + settings.grace;
  if (clock.now() < until) {
    await releaseFailure(ports, record);
    return { kind: 'later', until };
  }
  const after = await newestNumber(ports, episode);
  const announced = { ...record, opening: { at: clock.now(), after } };
  const saved = await saveFailure(ports, announced);
  if (saved === 'lost') return { kind: 'later', until: clock.now() };
  if (clock.now() - announced.opening.at < openWithin)
    return { kind: 'announced', record: announced };
  // Others may believe soon that no request is on its way any more.
  await releaseFailure(ports, { ...announced, opening: null });
  return { kind: 'later', until: clock.now() };
}
