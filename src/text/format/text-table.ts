/** Rows of cells in columns; the last column is never cut. */
import { cutToWidth, padToWidth, textWidth } from './text-width.ts';

const widest = 44;

/** Cells but the last may hold colours if they are short. */
export function textTable(rows: readonly (readonly string[])[], most = widest): string[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) =>
    Math.min(most, Math.max(...rows.map((row) => textWidth(row[at] ?? '')))),
  );
  return rows.map((row) => {
    const cells = row.flatMap((cell, at) => {
      const width = widths[at] ?? 0;
      if (width === 0) return [];
      if (at === count - 1) return [cell];
      return [padToWidth(textWidth(cell) > width ? cutToWidth(cell, width) : cell, width)];
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}
