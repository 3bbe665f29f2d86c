import type { EmbeddedContext } from '../context.ts';
import { type Caller, callerOf } from '../tokens.ts';
import { ApiError } from './api-error.ts';
import type { Incoming } from './direct-call.ts';

/** The token that a request carries: `Bearer`, `token`, or the password of `Basic` (as git sends
 * it); undefined for anonymous requests. */
function tokenOf(request: Incoming): string | undefined {
  const header = request.headers.get('authorization');
  if (!header) return undefined;
  const [scheme = '', value = ''] = header.trim().split(/\s+/, 2);
  switch (scheme.toLowerCase()) {
    case 'bearer':
    case 'token':
      return value;
    case 'basic': {
      const decoded = Buffer.from(value, 'base64').toString();
      const colon = decoded.indexOf(':');
      return decoded.slice(colon + 1) || decoded.slice(0, Math.max(colon, 0));
    }
    default:
      return '';
  }
}

/** Who asks; undefined for nobody, 401 for a token that nobody issued. */
export function authenticate(
  ctx: Pick<EmbeddedContext, 'store'>,
  request: Incoming,
): Caller | undefined {
  const token = tokenOf(request);
  if (token === undefined) return undefined;
  const caller = callerOf(ctx, token);
  if (!caller) throw new ApiError(401, 'Bad credentials');
  return caller;
}
