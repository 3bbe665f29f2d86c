const tag = /\{%-?\s*(if|for|elif|else|endif|endfor)\b[^%]*%\}/g;

/**
 * A text in which every condition of Jinja keeps its first branch; the others are blanked out, so that all
 * places stay where they are. Branches are alternatives: read one after the other they are no SQL.
 */
export function firstBranches(text: string): string {
  if (!/\{%-?\s*(?:else|elif)\b/.test(text)) return text;
  /** Where the branches that go begin, per open block; null: none has begun. */
  const open: (number | null)[] = [];
  let plain = text;
  for (const found of text.matchAll(tag)) {
    const [, word] = found;
    if (word === 'if' || word === 'for') open.push(null);
    else if (word === 'endif' || word === 'endfor') {
      const from = open.pop() ?? null;
      if (from !== null) plain = blanked(plain, from, found.index);
    } else if (open.length > 0 && open.at(-1) === null) open[open.length - 1] = found.index;
  }
  return plain;
}

function blanked(text: string, from: number, to: number): string {
  return text.slice(0, from) + text.slice(from, to).replace(/[^\n]/g, ' ') + text.slice(to);
}
