/** GitHub Actions as its API shows it: workflow runs, jobs and artifacts, without a runner. */
import { zipSync } from 'fflate';

type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export interface WorkflowRun {
  readonly id: number;
  readonly display_title: string;
  readonly head_branch: string;
  status: string;
  conclusion: string | null;
  readonly created_at: string;
  readonly inputs: Readonly<Record<string, string>>;
}

export interface Job {
  readonly name: string;
  status: string;
  conclusion: string | null;
  started_at: string;
  completed_at: string | null;
}

interface Artifact {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  readonly archive: Uint8Array;
}

/** A call of the API, as a job made it. */
export interface Call {
  readonly job: string;
  readonly method: string;
  /** The path below the repository, with its query. */
  readonly path: string;
}

/** How a dispatch goes wrong: it is refused, or its answer is lost. */
export type DispatchFault = 'refused' | 'unanswered';

export class ActionsService {
  readonly runs: WorkflowRun[] = [];
  readonly jobs = new Map<number, Job[]>();
  readonly artifacts: Artifact[] = [];
  readonly calls: Call[] = [];
  /** Runs that were dispatched, in turn. */
  readonly dispatched: WorkflowRun[] = [];
  /** What happens to the next dispatches, in turn. */
  readonly faults: DispatchFault[] = [];
  /** Whether nothing answers any more. */
  faultAll = false;
  #nextId = 9_000;

  /** Puts this service in the place of what `fetch` knows of Actions. Calls to either are kept. */
  before(fetch: Fetch): Fetch {
    return async (url, init) => {
      const { pathname, search } = new URL(url);
      const [, path = pathname] = /^\/repos\/[^/]+\/[^/]+(\/.*)$/.exec(pathname) ?? [];
      const method = init?.method ?? 'GET';
      const job = new Headers(init?.headers).get('x-client-job') ?? '';
      this.calls.push({ job, method, path: path + search });
      if (this.faultAll) return Response.json({ message: 'Bad Gateway' }, { status: 502 });
      return this.#answer(method, path, new URLSearchParams(search), init) ?? fetch(url, init);
    };
  }

  /** A workflow run that somebody started. */
  start(title: string, inputs: Readonly<Record<string, string>> = {}): WorkflowRun {
    const run: WorkflowRun = {
      id: this.#nextId++,
      display_title: title,
      head_branch: 'main',
      status: 'queued',
      conclusion: null,
      created_at: new Date().toISOString(),
      inputs,
    };
    this.runs.push(run);
    return run;
  }

  artifactOf(run: number, name: string): number | null {
    return this.artifacts.find((each) => each.run === run && each.name === name)?.id ?? null;
  }

  end(id: number, conclusion: string): void {
    const run = this.runs.find((each) => each.id === id);
    if (run) Object.assign(run, { status: 'completed', conclusion });
  }

  upload(run: number, name: string, files: Readonly<Record<string, Uint8Array>>): number {
    const id = this.#nextId++;
    this.artifacts.push({ id, run, name, archive: zipSync(files) });
    return id;
  }

  #answer(
    method: string,
    path: string,
    query: URLSearchParams,
    init: RequestInit | undefined,
  ): Response | null {
    if (/^\/actions\/workflows\/[^/]+\/dispatches$/.test(path)) return this.#dispatch(init);
    const [, cancelled = ''] = /^\/actions\/runs\/(\d+)\/cancel$/.exec(path) ?? [];
    if (cancelled !== '') return this.#cancel(Number(cancelled));
    if (method !== 'GET' || !path.startsWith('/actions/')) return null;
    const [, id = '', what = ''] = /^\/actions\/runs\/(\d+)(?:\/(\w+))?$/.exec(path) ?? [];
    const [, artifact = ''] = /^\/actions\/artifacts\/(\d+)\/zip$/.exec(path) ?? [];
    if (artifact !== '') return this.#archive(Number(artifact));
    if (path.endsWith('/runs')) {
      const workflow_runs = this.runs.toReversed();
      return Response.json({ total_count: workflow_runs.length, workflow_runs });
    }
    const run = this.runs.find((each) => each.id === Number(id));
    if (!run) return Response.json({ message: 'Not Found' }, { status: 404 });
    if (what === 'jobs') {
      const jobs = this.jobs.get(run.id) ?? [];
      return Response.json({ total_count: jobs.length, jobs });
    }
    return what === 'artifacts' ? this.#artifacts(run.id, query.get('name')) : Response.json(run);
  }

  #dispatch(init: RequestInit | undefined): Response {
    const fault = this.faults.shift();
    if (fault === 'refused') return Response.json({ message: 'Bad Gateway' }, { status: 502 });
    const { inputs } = JSON.parse(String(init?.body)) as { inputs: Record<string, string> };
    const { key, 'yardmaster-key': called } = inputs;
    const title = called === undefined ? `Yardmaster batch ${key}` : `Deploy (${called})`;
    const run = this.start(title, inputs);
    this.dispatched.push(run);
    if (fault === 'unanswered') return Response.json({ message: 'Bad Gateway' }, { status: 502 });
    return Response.json({ workflow_run_id: run.id });
  }

  #cancel(id: number): Response {
    this.end(id, 'cancelled');
    return Response.json({}, { status: 202 });
  }

  #artifacts(run: number, name: string | null): Response {
    const found = this.artifacts
      .filter((each) => each.run === run && (name === null || each.name === name))
      .map(({ id, name: its, archive }) => ({
        id,
        name: its,
        expired: false,
        size_in_bytes: archive.length,
      }));
    return Response.json({ total_count: found.length, artifacts: found });
  }

  #archive(id: number): Response {
    const found = this.artifacts.find((each) => each.id === id);
    if (!found) return Response.json({ message: 'Not Found' }, { status: 404 });
    const headers = { 'content-type': 'application/zip' };
    return new Response(Buffer.from(found.archive), { headers });
  }
}
