import { allowedCommand } from '../../fix/allowed-command.ts';
import type { FixDraft, Project } from '../../fix/fix.ts';
import type { Failure, Fixer } from '../../fix/fixer.ts';
import { fromDirectory, repositoryPath } from './repository-path.ts';

interface Tool {
  readonly kinds: readonly string[];
  readonly argv: string;
  /** Where its output names a file. */
  readonly files: RegExp;
  /** What it prints if its own fix would help; without it the fix is a try. */
  readonly promises: RegExp | null;
  readonly formats: boolean;
}

const tools: readonly Tool[] = [
  {
    kinds: ['prettier'],
    argv: 'npx prettier --write',
    files: /^\[(?:warn|error)\] (\S+\.\w+)$/,
    promises: null,
    formats: true,
  },
  {
    kinds: ['eslint'],
    argv: 'npx eslint --fix',
    files: /^(\S+\.(?:[cm]?[jt]sx?|vue|svelte))$/,
    promises: /potentially fixable with the `--fix` option/,
    formats: false,
  },
  {
    kinds: ['biome', 'biome-format'],
    argv: 'npx biome check --write',
    files: /^(\S+\.\w+)(?::\d+:\d+)? (?:lint|format|assist|organizeImports|parse)\b/,
    promises:
      /FIXABLE|Formatter would have printed|The imports and exports are not sorted|Safe fix/,
    formats: false,
  },
  {
    kinds: ['ruff-format'],
    argv: 'ruff format',
    files: /^Would reformat: (\S+)$/,
    promises: null,
    formats: true,
  },
  {
    kinds: ['ruff-format', 'black'],
    argv: 'black',
    files: /^would reformat (\S+)$/,
    promises: null,
    formats: true,
  },
  {
    kinds: ['ruff', 'ruff-full'],
    argv: 'ruff check --fix',
    files: /^(?:\s*--> )?(\S+\.(?:pyi?|ipynb)):\d+:\d+/,
    promises: /\[\*\] .*|fixable with the `?--fix`? option/,
    formats: false,
  },
  {
    kinds: ['isort'],
    argv: 'isort',
    files: /^ERROR: (\S+) Imports are incorrectly sorted/,
    promises: null,
    formats: true,
  },
  {
    kinds: ['gofmt'],
    argv: 'gofmt -w',
    files: /^(?:diff (?:-u )?)?(\S+\.go)(?:\.orig \S+)?$/,
    promises: null,
    formats: true,
  },
];
const maxFiles = 20;

/** A formatter's or linter's own fix, on the files that it named. */
export const ownFix: Fixer = {
  name: 'own-fix',
  kinds: [...new Set(tools.flatMap(({ kinds }) => kinds))],
  propose: (failure, project) =>
    tools
      .filter(({ kinds }) => kinds.includes(failure.diagnosis.kind))
      .flatMap((tool) => draftFor(tool, failure, project)),
};

function draftFor(
  tool: Tool,
  { evidence, diagnosis }: Failure,
  project: Project,
): readonly FixDraft[] {
  const lines = evidence.map((line) => line.replace(/\s+$/, ''));
  const told = [...lines.flatMap((line) => tool.files.exec(line)?.[1] ?? [])];
  if (told.length === 0) return [];
  const named = [...told, ...(diagnosis.captures.file ? [diagnosis.captures.file] : [])];
  const paths = new Set(
    named
      .flatMap((path) => repositoryPath(project, path) ?? [])
      .filter((path) => project.paths.includes(path)),
  );
  const files = [...paths].flatMap((path) => fromDirectory(project, path) ?? []).slice(0, maxFiles);
  const allowed = allowedCommand([...tool.argv.split(' '), ...files]);
  if (files.length === 0 || !allowed) return [];
  const promised = tool.promises === null || lines.some((line) => tool.promises?.test(line));
  return [
    {
      remedy: `own-fix-${tool.argv.split(' ').slice(0, 2).join('-').replace(/^npx-/, '')}`,
      title: `Run ${tool.argv} on ${files.join(', ')}`,
      why: tool.formats
        ? 'A formatter changes the layout and not the meaning; its check is run again to prove it.'
        : 'It changes only what the linter knows to be the same in meaning; its check is run again.',
      action: {
        kind: 'command',
        argv: allowed.argv,
        directory: project.directory,
        changes: [...paths],
      },
      safe: tool.formats,
      prior: tool.formats ? [19, 1] : promised ? [17, 3] : [5, 5],
      candidates: 1,
    },
  ];
}
