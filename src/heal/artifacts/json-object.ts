/** An object that JSON text holds, and what its fields are; of text from outside nothing is taken for granted. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** More than this is not read: dbt's manifests of large projects have some tens of megabytes. */
const maxCharacters = 100_000_000;

/** The object that the text is; null for anything else. */
export function parseObject(text: string): JsonObject | null {
  if (text.length > maxCharacters) return null;
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return null;
  }
}

export function objectOf(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : null;
}

/** The field's text; null where it is none. */
export function textOf(object: JsonObject | null, field: string): string | null {
  const value = object?.[field];
  return typeof value === 'string' ? value : null;
}

/** The field's list of texts, without what is none. */
export function textsOf(object: JsonObject | null, field: string): readonly string[] {
  const value = object?.[field];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
