/** The line by which the issue of a failure is found again; `n` counts the issues of the same failure. */
export function failureMarker(fingerprint: string): string {
  return `<!-- yardmaster:failure fingerprint=${fingerprint} -->`;
}

/** The failure that an issue of ours is about. Only a marker that is the body's first line counts. */
export function parseFailureMarker(body: string): string | null {
  const match = /^<!-- yardmaster:failure fingerprint=([0-9a-f]{8,64}) -->\s*(?:\r?\n|$)/.exec(
    body,
  );
  return match?.[1] ?? null;
}

/** The first line of the comment that tells a milestone. */
export function milestoneMarker(fingerprint: string, number: number): string {
  return `<!-- yardmaster:milestone fingerprint=${fingerprint} number=${number} -->`;
}

/** The comment on an issue of long ago that somebody opened again while a later one of the failure is open. */
export function goesOnElsewhere(fingerprint: string, issue: number): string {
  return `<!-- yardmaster:failure-goes-on fingerprint=${fingerprint} issue=${issue} -->\n\nThis failure goes on in #${issue}.`;
}
