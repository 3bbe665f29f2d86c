import type { Diagnosis } from '../diagnosis.ts';
import type { Fix } from '../fix/fix.ts';

/** What the commit of a verified fix says below its subject. */
export function commitBody(
  fix: Fix,
  diagnosis: Diagnosis | undefined,
  proof: string | null,
): string {
  const parts = [
    ...(diagnosis ? [diagnosis.summary, `Root cause: ${diagnosis.rootCause}`] : []),
    `Fix: ${fix.why}`,
    ...(proof ? [`Verified: ${proof}`] : []),
    [
      `Yardmaster-Fix: ${fix.id}`,
      ...(diagnosis ? [`Yardmaster-Fingerprint: ${diagnosis.fingerprint}`] : []),
    ].join('\n'),
  ];
  return parts.map((part) => part.trim()).join('\n\n');
}
