import type { Caller } from '../tokens.ts';
import { ApiError, notFound } from './api-error.ts';
import type { Call } from './call.ts';
import type { Incoming } from './direct-call.ts';

/** Reads a request's parts; 400 where its body is no JSON object, as GitHub words it. */
export async function readCall(
  request: Incoming,
  params: Readonly<Record<string, string>>,
  caller: Caller | undefined,
): Promise<Call> {
  const url = new URL(request.url);
  const param = (name: string): string => {
    const value = params[name];
    if (value === undefined) throw new Error(`The path has no parameter ${name}`);
    return value;
  };
  return {
    request,
    url,
    query: url.searchParams,
    body: await readBody(request),
    caller,
    param,
    idParam: (name) => {
      const text = param(name);
      if (!/^\d{1,15}$/.test(text)) throw notFound();
      return Number(text);
    },
    requireCaller: () => {
      if (!caller) throw new ApiError(401, 'Requires authentication');
      return caller;
    },
  };
}

async function readBody(request: Incoming): Promise<Record<string, unknown>> {
  if (request.method === 'GET') return {};
  const text = await request.text();
  if (text === '') return {};
  const value = parseJson(text);
  // GitHub takes bare arrays in a few places (labels of an issue); they travel as `$`.
  if (Array.isArray(value)) return { $: value };
  if (typeof value !== 'object' || value === null) {
    throw new ApiError(400, 'Body should be a JSON object');
  }
  return value as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw Object.assign(new ApiError(400, 'Problems parsing JSON'), { cause });
  }
}
