export interface JsonLine {
  readonly texts: readonly string[];
  /** The invocation of dbt that wrote it. */
  readonly invocationId: string | undefined;
}

/**
 * The lines of text that a record of dbt's JSON log carries (`info.msg`, as `--log-format json` writes it);
 * any other line as it is.
 */
export function expandJsonLine(text: string): JsonLine {
  const info = infoOf(text);
  if (!info || !('msg' in info)) return { texts: [text], invocationId: undefined };
  const id = 'invocation_id' in info ? info.invocation_id : undefined;
  const invocationId = typeof id === 'string' ? id : undefined;
  if ('level' in info && info.level === 'debug') return { texts: [], invocationId };
  return { texts: typeof info.msg === 'string' ? info.msg.split('\n') : [text], invocationId };
}

function infoOf(text: string): object | null {
  if (!text.startsWith('{') || !text.includes('"info"')) return null;
  try {
    const record: unknown = JSON.parse(text);
    if (typeof record !== 'object' || record === null || !('info' in record)) return null;
    return typeof record.info === 'object' ? record.info : null;
  } catch {
    return null;
  }
}
