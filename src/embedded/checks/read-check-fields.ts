import type { EmbeddedContext } from '../context.ts';
import { invalidRequest, validationFailed } from '../http/api-error.ts';
import {
  objectList,
  optionalInteger,
  optionalObject,
  optionalString,
  optionalWord,
  requiredInteger,
  requiredString,
} from '../http/body.ts';
import type { CheckFields, CheckRunRow } from '../present/check-run.ts';
import { repositoryHtmlUrl } from '../present/repository.ts';
import type { RepositoryRow } from '../repositories.ts';
import { isoSeconds } from '../time.ts';

type Body = Readonly<Record<string, unknown>>;

const conclusions = [
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
  'stale',
  'timed_out',
] as const;
const largestText = 65_535;

/** What a request says of a check run, over what was there before. */
export function readCheckFields(
  ctx: Pick<EmbeddedContext, 'now'>,
  body: Body,
  before?: CheckRunRow,
): CheckFields {
  const conclusion = optionalWord(body, 'conclusion', conclusions) ?? before?.conclusion ?? null;
  const sent = optionalWord(body, 'status', ['queued', 'in_progress', 'completed']);
  const status = conclusion === null ? (sent ?? before?.status ?? 'queued') : 'completed';
  if (status === 'completed' && conclusion === null) {
    throw invalidRequest(`"conclusion" wasn't supplied.`);
  }
  const now = isoSeconds(ctx.now());
  const done = status === 'completed' ? (before?.completed_at ?? now) : null;
  return {
    name: optionalString(body, 'name') ?? before?.name ?? requiredString(body, 'name'),
    external_id: optionalString(body, 'external_id') ?? before?.external_id ?? null,
    details_url: optionalString(body, 'details_url') ?? before?.details_url ?? null,
    status,
    conclusion,
    started_at: timeOf(body, 'started_at') ?? before?.started_at ?? now,
    completed_at: timeOf(body, 'completed_at') ?? done,
    output: readOutput(body) ?? before?.output ?? '{}',
    actions: JSON.stringify(objectList(body, 'actions') ?? JSON.parse(before?.actions ?? '[]')),
  };
}

function timeOf(body: Body, name: string): string | undefined {
  const text = optionalString(body, name);
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw invalidRequest(`For 'properties/${name}', "${text}" is not a time.`);
  return isoSeconds(at);
}

function readOutput(body: Body): string | undefined {
  const output = optionalObject(body, 'output');
  if (!output) return undefined;
  const summary = requiredString(output, 'summary');
  const text = optionalString(output, 'text') ?? null;
  for (const [field, value] of [
    ['summary', summary],
    ['text', text ?? ''],
  ] as const) {
    if (value.length > largestText) {
      throw invalidRequest(
        `Only ${largestText} characters are allowed; ${value.length} were supplied.`,
      );
    }
    if (value.includes('\0')) {
      throw validationFailed({ resource: 'CheckRun', code: 'invalid', field });
    }
  }
  return JSON.stringify({ title: optionalString(output, 'title') ?? null, summary, text });
}

/** An annotation as GitHub shows it (`check-annotation`). */
export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column: number | null;
  readonly end_column: number | null;
  readonly annotation_level: string;
  readonly title: string | null;
  readonly message: string;
  readonly raw_details: string | null;
  readonly blob_href: string;
}

const mostAnnotations = 50;

/** The annotations of a request, which are added to those that are there. */
export function readAnnotations(
  ctx: EmbeddedContext,
  repo: RepositoryRow,
  sha: string,
  body: Body,
): Annotation[] {
  const list = objectList(optionalObject(body, 'output') ?? {}, 'annotations') ?? [];
  if (list.length > mostAnnotations) {
    throw invalidRequest(
      `No more than ${mostAnnotations} items are allowed; ${list.length} were supplied.`,
    );
  }
  const html = repositoryHtmlUrl(ctx, repo);
  return list.map((item) => {
    const path = requiredString(item, 'path');
    const level = optionalWord(item, 'annotation_level', ['notice', 'warning', 'failure']);
    if (level === undefined) throw invalidRequest(`"annotation_level" wasn't supplied.`);
    return {
      path,
      start_line: requiredInteger(item, 'start_line'),
      end_line: requiredInteger(item, 'end_line'),
      start_column: optionalInteger(item, 'start_column') ?? null,
      end_column: optionalInteger(item, 'end_column') ?? null,
      annotation_level: level,
      title: optionalString(item, 'title') ?? null,
      message: requiredString(item, 'message'),
      raw_details: optionalString(item, 'raw_details') ?? null,
      blob_href: `${html}/blob/${sha}/${path}`,
    };
  });
}
