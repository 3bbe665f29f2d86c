import { stripControl } from './strip-control.ts';

/**
 * Text from anywhere for a commit's message, which is no Markdown but mentions people, names issues and closes
 * them all the same. Its lines stay.
 */
export function quiet(text: string): string {
  return stripControl(text)
    .replace(/[@#]/g, (char) => `${char}\u200b`)
    .replace(/\b(gh)-(?=\d)/gi, '$1-\u200b')
    .replace(/:\/\//g, ':\u200b//');
}
