import { nearestWord } from '../problem/nearest-word.ts';

export const pipelineFolder = '.github/pipelines';

export interface PipelineRef {
  /** How the pipeline is called: its file's name without the ending. */
  readonly id: string;
  readonly path: string;
}

export type PipelineChoice =
  | ({ readonly ok: true } & PipelineRef)
  | {
      readonly ok: false;
      readonly code: 'no-pipeline';
      readonly message: string;
      readonly nearest: string | null;
      readonly remedy: string;
      /** The ids that there are. */
      readonly expected: readonly string[];
    };

export function pipelineId(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(/\.ya?ml$/, '');
}

/** The pipelines among the files of a repository (or of `.github/pipelines` alone), by their ids. */
export function expectedPipelines(listing: readonly string[]): PipelineRef[] {
  return listing
    .map((name) => (name.includes('/') ? name : `${pipelineFolder}/${name}`))
    .filter((path) => /^\.github\/pipelines\/[^/]+\.ya?ml$/.test(path))
    .map((path) => ({ id: pipelineId(path), path }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** The pipeline of that name (its id, its file's name or its path); without a name, the only one. */
export function choosePipeline(name: string | null, listing: readonly string[]): PipelineChoice {
  const pipelines = expectedPipelines(listing);
  const expected = pipelines.map(({ id }) => id);
  const refuse = (message: string, remedy: string, nearest: string | null = null) =>
    ({ ok: false, code: 'no-pipeline', message, nearest, remedy, expected }) as const;
  if (pipelines.length === 0) {
    return refuse(
      `there is no pipeline in \`${pipelineFolder}\``,
      `Write one, such as \`${pipelineFolder}/nightly.yml\`.`,
    );
  }
  if (name === null || name === '') {
    const [only, second] = pipelines;
    if (only && !second) return { ok: true, ...only };
    return refuse('there is more than one pipeline', `Name one of ${expected.join(', ')}.`);
  }
  const wanted = name.replace(/^\.\//, '');
  const found = pipelines.filter(
    ({ id, path }) => id === wanted || path === wanted || path === `${pipelineFolder}/${wanted}`,
  );
  const [only, second] = found;
  if (only && !second) return { ok: true, ...only };
  if (only) {
    return refuse(`more than one file is called \`${name}\``, 'Name the file with its ending.');
  }
  const nearest = nearestWord(pipelineId(wanted), expected);
  return refuse(
    `there is no pipeline \`${name}\``,
    nearest === null ? `Name one of ${expected.join(', ')}.` : `Did you mean \`${nearest}\`?`,
    nearest,
  );
}
