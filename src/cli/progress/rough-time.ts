/** A time that is only estimated, so never below a second: `3 s`, `4m 05s`. */
import { formatDuration } from '../../text/format/format-duration.ts';

export function roughTime(millis: number): string {
  const seconds = Math.max(1, Math.round(millis / 1000));
  return seconds < 10 ? `${seconds} s` : formatDuration(seconds * 1000);
}
