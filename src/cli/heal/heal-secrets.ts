/** Names of environment variables whose values are secrets. */
const secretName = /token|secret|passw|credential|api_?key|private|auth/i;

/** Values that must appear in no output, as far as the names of variables tell. */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    value && value.length >= 4 && secretName.test(name) ? [value] : [],
  );
}
