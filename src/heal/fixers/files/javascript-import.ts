import type { FixDraft, Project } from '../../fix/fix.ts';
import type { Failure, Fixer } from '../../fix/fixer.ts';
import { nearestNames } from '../near-name.ts';
import { editOf, type Replacement } from '../text-edit.ts';
import { repositoryPath } from './repository-path.ts';

const source = /\.(?:[cm]?[jt]sx?)$/;
const named = /(?:file:\/\/)?[\w@./\\-]+\.(?:[cm]?[jt]sx?)\b/g;
const importing =
  /\bimport\s+(?:type\s+)?(?:[\w$]+\s*,\s*)?(?:\{([^}]*)\}|\*\s+as\s+[\w$]+|[\w$]+)\s+from\s+(['"])(\.[^'"\n]*)\2/g;
const exported =
  /\bexport\s+(?:async\s+)?(?:declare\s+)?(?:abstract\s+)?(?:function\s*\*?|const|let|var|class|interface|type|enum)\s+([\w$]+)/g;
const lists = /\bexport\s+(?:type\s+)?\{([^}]*)\}/g;
const endings = [
  '',
  '.js',
  '.mjs',
  '.cjs',
  '.ts',
  '.tsx',
  '.jsx',
  '.mts',
  '/index.js',
  '/index.ts',
];
const maxFiles = 10;

/** An import that names a file or an export that is not there, near to one that is. */
export const javascriptImport: Fixer = {
  name: 'javascript-import',
  kinds: ['*'],
  propose(failure, project) {
    const files = filesOf(failure, project).flatMap((path) => {
      const text = project.read(path);
      return text === null ? [] : [{ path, text }];
    });
    const drafts = files.flatMap((file) => slipsIn(file, project));
    return drafts.length > 3
      ? []
      : drafts.map((draft) => ({
          ...draft,
          candidates: Math.max(draft.candidates, drafts.length),
        }));
  },
};

interface File {
  readonly path: string;
  readonly text: string;
}

function filesOf({ evidence, diagnosis }: Failure, project: Project): readonly string[] {
  const told = [...evidence, ...diagnosis.files].flatMap((line) =>
    [...line.matchAll(named)].map(([one]) => one),
  );
  const paths = told.flatMap((one) => repositoryPath(project, one) ?? []);
  return [...new Set(paths)].filter((path) => project.paths.includes(path)).slice(0, maxFiles);
}

function slipsIn(file: File, project: Project): readonly FixDraft[] {
  return [...file.text.matchAll(importing)].flatMap((found) => {
    const [whole, list = '', , specifier = ''] = found;
    const target = resolve(file.path, specifier, project);
    const end = found.index + whole.length - 1;
    if (target === null)
      return otherFile(file, { specifier, start: end - specifier.length, end }, project);
    const names = exportsOf(target, project);
    return names === null || list === ''
      ? []
      : otherNames(file, list, found.index + whole.indexOf('{') + 1, names);
  });
}

function resolve(from: string, specifier: string, project: Project): string | null {
  const base = join(from, specifier);
  if (base === null) return null;
  const stem = base.replace(/\.[cm]?js$/, '');
  const candidates = [
    ...endings.map((ending) => base + ending),
    ...['.ts', '.tsx', '.mts'].map((ending) => stem + ending),
  ];
  return candidates.find((path) => project.paths.includes(path)) ?? null;
}

function join(from: string, specifier: string): string | null {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '.' || part === '') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}

/** A file of that folder; not where others import the same name, or where the file said so when it last passed. */
function otherFile(
  file: File,
  {
    specifier,
    start,
    end,
  }: { readonly specifier: string; readonly start: number; readonly end: number },
  project: Project,
): readonly FixDraft[] {
  const wanted = join(file.path, specifier);
  if (wanted === null || /\.(?:json|css|svg|node|wasm)$/.test(specifier)) return [];
  const before = project.lastGood(file.path);
  if (before?.includes(`'${specifier}'`) || before?.includes(`"${specifier}"`)) return [];
  const folder = wanted.slice(0, wanted.lastIndexOf('/') + 1);
  const hasEnding = source.test(specifier);
  const siblings = project.paths.filter(
    (path) =>
      path.startsWith(folder) &&
      !path.slice(folder.length).includes('/') &&
      source.test(path) &&
      path !== file.path,
  );
  const names = siblings
    .map((path) => path.slice(folder.length))
    .map((one) => (hasEnding ? one : one.replace(source, '')));
  const wrong = wanted.slice(folder.length);
  const near = nearestNames(wrong, names);
  return near
    .map((one) => draft(file, { start: end - wrong.length, end, text: one }, wrong, near.length))
    .filter(() => start < end);
}

/** null: not all of them can be told from the text. */
function exportsOf(path: string, project: Project): ReadonlySet<string> | null {
  const text = project.read(path);
  if (text === null || /\bexport\s+\*|\bmodule\.exports\b|\bexports\./.test(text)) return null;
  const direct = [...text.matchAll(exported)].map((found) => found[1] ?? '');
  const listed = [...text.matchAll(lists)].flatMap((found) =>
    (found[1] ?? '').split(',').flatMap(
      (one) =>
        one
          .trim()
          .split(/\s+as\s+/)
          .at(-1) ?? [],
    ),
  );
  return new Set([...direct, ...listed, ...(/\bexport\s+default\b/.test(text) ? ['default'] : [])]);
}

function otherNames(
  file: File,
  list: string,
  start: number,
  names: ReadonlySet<string>,
): readonly FixDraft[] {
  const own = list.split(',').map(
    (one) =>
      one
        .trim()
        .replace(/^type\s+/, '')
        .split(/\s+as\s+/)[0] ?? '',
  );
  return [...list.matchAll(/[\w$]+/g)].flatMap(({ 0: word, index }) => {
    if (!own.includes(word) || names.has(word)) return [];
    const rest = file.text.slice(0, start + index) + file.text.slice(start + index + word.length);
    const used = new RegExp(`(?<![\\w$])${word.replace(/\$/g, '\\$')}(?![\\w$])`).test(rest);
    const near = nearestNames(
      word,
      [...names].filter((name) => !own.includes(name)),
    );
    // Where the rest of the file uses the wrong name as well, it is no slip of this one place.
    if (used) return [];
    return near.map((name) =>
      draft(
        file,
        { start: start + index, end: start + index + word.length, text: name },
        word,
        near.length,
      ),
    );
  });
}

function draft(file: File, place: Replacement, wrong: string, candidates: number): FixDraft {
  return {
    remedy: 'javascript-rename-import',
    title: `Import ${place.text} instead of ${wrong} in ${file.path}`,
    why: `There is no ${wrong} to import; ${place.text} is there and the only name near to it.`,
    action: { kind: 'edit', edits: [editOf(file.path, file.text, place)] },
    safe: false,
    prior: [17, 3],
    candidates,
  };
}
