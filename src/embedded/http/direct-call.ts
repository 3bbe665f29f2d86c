/**
 * Calls from within the process. The platform's own `Request` and `Response` are streams with checks for what
 * comes over a network; they cost more than most calls, and loading them takes as long as twenty.
 */

/** What of a request is read here; the platform's own fits. */
export interface Incoming {
  readonly method: string;
  readonly url: string;
  readonly headers: Pick<Headers, 'get' | 'has'>;
  text(): Promise<string>;
}

/** The part of `fetch`'s options that the client in the process sets. */
export interface DirectOptions {
  readonly method?: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export class DirectRequest implements Incoming {
  readonly method: string;
  readonly url: string;
  readonly headers: Incoming['headers'];
  readonly #body: string;

  constructor(url: string, { method = 'GET', headers = {}, body = '' }: DirectOptions) {
    const own = new Map(Object.entries(headers));
    this.method = method;
    this.url = url;
    this.headers = {
      get: (name) => own.get(name.toLowerCase()) ?? null,
      has: (name) => own.has(name.toLowerCase()),
    };
    this.#body = body;
  }

  text(): Promise<string> {
    return Promise.resolve(this.#body);
  }
}

/** What clients read of a response. */
export class DirectResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly #body: string | Uint8Array;

  /** `headers` have names in lower case. */
  constructor(
    request: DirectRequest,
    status: number,
    headers: Readonly<Record<string, string>>,
    body: string | Uint8Array | null,
  ) {
    this.status = status;
    this.ok = status >= 200 && status < 300;
    this.url = request.url;
    this.headers = new Map(Object.entries(headers));
    this.#body = body ?? '';
  }

  /** What JSON stands for, else the text or bytes. Octokit's own parser looks out for huge numbers, at a price. */
  get body(): unknown {
    const json = this.headers.get('content-type')?.startsWith('application/json');
    return json && typeof this.#body === 'string' ? JSON.parse(this.#body) : this.#body;
  }

  text(): Promise<string> {
    const body = this.#body;
    return Promise.resolve(typeof body === 'string' ? body : Buffer.from(body).toString());
  }

  arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(new Uint8Array(Buffer.from(this.#body)).buffer);
  }
}
