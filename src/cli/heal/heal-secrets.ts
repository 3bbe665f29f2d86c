/** Names of environment variables whose values are secrets, and of those that only look so. */
const secretName = /token|secret|passw|credential|api_?key|private|auth/i;
const harmless = /author|_sock$|_(?:file|path|dir|type|method|mode|enabled)$/i;
/** Values that stand everywhere; to hide them would hide the output. */
const common = /^(?:true|false|none|null|yes|no|\d{1,5})$/i;

/** Values that must appear in no output, as far as the names of variables tell. */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    if (!value || value.length < 4 || common.test(value)) return [];
    return secretName.test(name) && !harmless.test(name) ? [value] : [];
  });
}
