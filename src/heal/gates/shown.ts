/**
 * A hostile text within a refusal: one line of at most `max` characters between quotes, with whatever cannot
 * be seen written as its code point.
 */
export function shown(text: string, max = 120): string {
  const plain = text
    .slice(0, max * 2)
    .replace(/[\p{Cc}\p{Cf}\p{Surrogate}\u2028\u2029`]/gu, codePoint);
  return `\`${plain.length > max ? `${plain.slice(0, max - 1)}…` : plain}\``;
}

function codePoint(char: string): string {
  return char === '`' ? "'" : `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase()}`;
}
