import type { Site } from '../identifiers.ts';

const comment = /--[^\n]*|\/\*[\s\S]*?\*\/|\{#[\s\S]*?#\}/g;

/** Whether a place in SQL is part of what runs; `-- depends_on: {{ ref('x') }}` runs. */
export function outsideComments({ text, start }: Site): boolean {
  for (const found of text.matchAll(comment)) {
    if (found.index > start) return true;
    if (start < found.index + found[0].length) return found[0].includes('{{');
  }
  return true;
}
