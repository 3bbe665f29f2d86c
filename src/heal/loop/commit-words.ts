import type { Diagnosis } from '../diagnosis.ts';
import type { Fix } from '../fix/fix.ts';
import type { KeepWords } from './heal-ports.ts';

const longest = 72;

/** What the commit of verified fixes says; the last one is the one that made it pass. */
export function commitWords(
  fixes: readonly Fix[],
  diagnosis: Diagnosis | undefined,
  proof: string | null,
): Pick<KeepWords, 'subject' | 'body'> {
  const [first] = fixes;
  const title = first?.title ?? 'Mend a failure';
  const more = fixes.length > 1 ? `, and ${fixes.length - 1} more` : '';
  const subject = cut(title, longest - more.length) + more;
  const parts = [
    ...(diagnosis ? [diagnosis.summary, `Root cause: ${diagnosis.rootCause}`] : []),
    ...fixes.map((fix) => `Fix: ${fix.title}. ${fix.why}`),
    ...(proof ? [`Verified: ${proof}`] : []),
    [
      ...fixes.map(({ id }) => `Yardmaster-Fix: ${id}`),
      ...(diagnosis ? [`Yardmaster-Fingerprint: ${diagnosis.fingerprint}`] : []),
    ].join('\n'),
  ];
  return { subject, body: parts.map((part) => part.trim()).join('\n\n') };
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
