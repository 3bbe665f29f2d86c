/** A terminal's screen as far as the progress view uses it: text, line feeds, cursor moves, clearing. */
export function aScreen(width: number) {
  let rows: string[] = [''];
  let row = 0;
  let column = 0;
  let all = '';
  let columns = width;

  function put(sign: string): void {
    if (column >= columns) {
      row++;
      column = 0;
    }
    while (rows.length <= row) rows.push('');
    const line = (rows[row] ?? '').padEnd(column);
    rows[row] = line.slice(0, column) + sign + line.slice(column + 1);
    column++;
  }

  function feed(): void {
    row++;
    column = 0;
    while (rows.length <= row) rows.push('');
  }

  function control(count: string, letter: string): void {
    const n = Number(count || 1);
    if (letter === 'A') row = Math.max(0, row - n);
    else if (letter === 'B') row += n;
    else if (letter === 'K') rows[row] = (rows[row] ?? '').slice(0, column);
    else if (letter === 'J') {
      rows = rows.slice(0, row + 1);
      rows[row] = (rows[row] ?? '').slice(0, column);
    }
  }

  return {
    get columns() {
      return columns;
    },
    write(text: string) {
      all += text;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal obeys them
      for (const [piece, count, letter] of text.matchAll(/\u001b\[\??(\d*)([A-Za-z])|[\s\S]/gu)) {
        if (letter !== undefined) control(count ?? '', letter);
        else if (piece === '\n') feed();
        else if (piece === '\r') column = 0;
        else put(piece);
      }
    },
    /** As terminals do, what is too wide is wrapped. */
    resize(next: number) {
      const wrapped = rows.flatMap((line) =>
        line.length <= next ? [line] : (line.match(new RegExp(`.{1,${next}}`, 'gu')) ?? ['']),
      );
      columns = next;
      rows = wrapped;
      row = rows.length - 1;
    },
    lines: () => rows.map((line) => line.trimEnd()).filter((line) => line !== ''),
    written: () => all,
  };
}
