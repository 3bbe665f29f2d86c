/** A name as it stands in a text. */
export interface Site {
  readonly path: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Where a name stands as a whole word, in SQL, Jinja, YAML or a header alike; case does not count. */
export function sitesOf(
  name: string,
  files: readonly { readonly path: string; readonly text: string }[],
): readonly Site[] {
  const low = name.toLowerCase();
  if (low === '') return [];
  return files.flatMap(({ path, text }) => {
    const folded = text.toLowerCase();
    // A few letters have more units in lower case, which would move all offsets.
    const all = folded.length === text.length ? folded : text;
    const sites: Site[] = [];
    for (let at = all.indexOf(low); at >= 0; at = all.indexOf(low, at + 1))
      if (!isLetter(all[at - 1]) && !isLetter(all[at + low.length]))
        sites.push({ path, text, start: at, end: at + low.length });
    return sites;
  });
}

function isLetter(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}_$]/u.test(char);
}
