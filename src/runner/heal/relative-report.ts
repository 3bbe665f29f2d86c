import type { HealReport } from '../../heal/loop/heal-report.ts';

/**
 * The report with paths as the repository has them: where its checkout lies says nothing to those who read
 * it elsewhere. The patch stays as it is, for its hash was approved.
 */
export function relativeReport(report: HealReport, roots: readonly string[]): HealReport {
  const { patch, patchHash, ...texts } = report;
  return {
    ...(relative(texts, roots) as Omit<HealReport, 'patch' | 'patchHash'>),
    patch,
    patchHash,
  };
}

function relative(value: unknown, roots: readonly string[]): unknown {
  if (typeof value === 'string')
    return roots.reduce((text, root) => text.replaceAll(`${root}/`, ''), value);
  if (Array.isArray(value)) return value.map((item) => relative(item, roots));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, relative(item, roots)]),
  );
}
