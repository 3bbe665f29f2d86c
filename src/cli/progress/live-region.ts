/**
 * The last lines of a terminal, rewritten in place. What stays is printed above them. Each change is one
 * write, and only lines that differ are touched, so that nothing flickers.
 */
import { textWidth } from '../../text/format/text-width.ts';

export interface LiveRegion {
  /** Prints lines that stay, and the region below them. */
  print(lines: readonly string[]): void;
  show(lines: readonly string[]): void;
}

const up = (rows: number) => (rows > 0 ? `\u001b[${rows}A` : '');
const clearRest = '\u001b[K';
const clearBelow = '\u001b[0J';
/** Terminals that know it show what is between in one go; others pass over it. */
const together = (text: string) => `\u001b[?2026h${text}\u001b[?2026l`;

/** `columns` is asked at every change: a terminal that became narrower has wrapped what was shown. */
export function liveRegion(write: (text: string) => void, columns: () => number): LiveRegion {
  let shown: readonly string[] = [];
  let drawnAt = 0;

  function rows(): number {
    const wide = Math.max(1, columns());
    return shown.reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / wide)), 0);
  }

  function redraw(above: readonly string[], lines: readonly string[]): void {
    // Overwritten line by line, not cleared first: nothing is ever blank in between.
    const text = [...above, ...lines].map((line) => `${line}${clearRest}\n`).join('');
    write(together(`${up(rows())}\r${text}${shown.length > 0 ? clearBelow : ''}`));
    shown = lines;
    drawnAt = columns();
  }

  return {
    print: (lines) => redraw(lines, shown),
    show(lines) {
      if (drawnAt !== columns() || lines.length !== shown.length) {
        redraw([], lines);
        return;
      }
      let text = '';
      lines.forEach((line, index) => {
        if (line === shown[index]) return;
        const distance = lines.length - index;
        text += `${up(distance)}\r${line}${clearRest}\u001b[${distance}B\r`;
      });
      if (text !== '') write(together(text));
      shown = lines;
    },
  };
}
