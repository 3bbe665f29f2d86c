import { parseDocument } from 'yaml';
import { earlierTexts } from '../../fix/decided-by-history.ts';
import type { FixDraft, Project } from '../../fix/fix.ts';
import type { Failure, Fixer } from '../../fix/fixer.ts';
import { bringBack } from '../bring-back.ts';
import { editOf, lineAt } from '../text-edit.ts';
import { isJson, repairJson } from './repair-json.ts';
import { repositoryPath } from './repository-path.ts';

const name = /(?:[\w@.-]*[\\/])*[\w@.-]+\.(?:json|ya?ml|toml|ini|cfg|conf|properties)\b/g;
/** Sentences in which the file that is named is missing or cannot be read. */
const complains =
  /no such file|cannot find|could(?: not|n't) (?:be )?(?:find|found|open|opened|read|load|parse)|not found|ENOENT|FileNotFoundError|No dbt_project\.yml|SyntaxError|JSONDecodeError|JSONError|[Uu]nexpected (?:token|end)|Unterminated|parse error|[Pp]ars(?:ing|er) error|Syntax error|invalid (?:JSON|YAML|TOML)|is not valid (?:JSON|YAML)|Could not find profile|Invalid value for '--profiles-dir'/i;
const dbtFiles: readonly (readonly [RegExp, string])[] = [
  [/No dbt_project\.yml found|Could not find dbt_project\.yml/, 'dbt_project.yml'],
  [/Could not find profile named|profiles\.yml|--profiles-dir/, 'profiles.yml'],
];
/** What is written by hand and by tools in turns, or decides what is checked. */
const never =
  /(?:^|\/)(?:package\.json|[\w.-]*lock[\w.-]*|tsconfig[\w.]*\.json|\.git[\w/]*)$|(?:^|\/)(?:\.github|tests?|__tests__|fixtures|snapshots)\//;

/** A file of configuration that is gone or cannot be read: one lost sign put back, or the version that passed. */
export const configurationFile: Fixer = {
  name: 'configuration-file',
  kinds: ['*'],
  propose(failure, project) {
    const named = namedFiles(failure, project).filter(
      (path) => !never.test(path) && isBroken(path, project),
    );
    const paths = named.length > 0 ? named : unnamedJson(failure, project);
    const [path] = paths;
    return path === undefined || paths.length > 1
      ? []
      : [...mended(path, project), ...restored(path, project)];
  },
};

function namedFiles({ evidence, diagnosis }: Failure, project: Project): readonly string[] {
  const lines = evidence.filter((line) => complains.test(line));
  if (lines.length === 0) return [];
  // What is wrong may stand in one line and the file's name in another.
  const told = [...evidence, ...diagnosis.files].flatMap((line) =>
    [...line.matchAll(name)].map(([one]) => one),
  );
  const meant = lines.flatMap((line) =>
    dbtFiles.flatMap(([pattern, file]) => (pattern.test(line) ? [file] : [])),
  );
  return [
    ...new Set([...told, ...meant].flatMap((one) => repositoryPath(project, one, true) ?? [])),
  ];
}

const jsonFault =
  /JSONDecodeError|SyntaxError: .*\bJSON\b|\bin JSON at position \d+|json: .*(?:invalid character|unexpected end)/;
const mostFiles = 200;

/** A parser of JSON seldom says what it read: the one file of the project that is no JSON any more. */
function unnamedJson({ evidence }: Failure, project: Project): readonly string[] {
  if (!evidence.some((line) => jsonFault.test(line))) return [];
  const all = project.paths.filter((path) => path.endsWith('.json') && !never.test(path));
  if (all.length > mostFiles) return [];
  return all.filter((path) => {
    if (!isBroken(path, project)) return false;
    // Some files of that ending were never JSON to the letter: they have comments.
    const before = earlierTexts(path, project);
    return before.length === 0
      ? !/^\s*(?:\/\/|\/\*)/m.test(project.read(path) ?? '')
      : before.some(isJson);
  });
}

function isBroken(path: string, project: Project): boolean {
  const text = project.read(path);
  if (text === null) return !project.paths.includes(path);
  if (path.endsWith('.json')) return !isJson(text.replace(/^\uFEFF/, ''));
  if (/\.ya?ml$/.test(path)) return parseDocument(text, { uniqueKeys: false }).errors.length > 0;
  return false;
}

/** What was changed besides stays: this is the least that can be done. */
function mended(path: string, project: Project): readonly FixDraft[] {
  const text = project.read(path);
  if (text === null || !path.endsWith('.json')) return [];
  const good = earlierTexts(path, project);
  const places = repairJson(text);
  const known = places.filter((place) => {
    const after = text.slice(0, place.start) + place.text + text.slice(place.end);
    return good.some((one) => sameJson(after, one));
  });
  const kept = known.length > 0 ? known : places;
  return kept.slice(0, 3).map((place) => ({
    remedy: 'json-sign',
    title:
      place.text === ''
        ? `Take away the sign that is too many in ${path}:${lineAt(text, place.start)}`
        : `Put the lost ${place.text} back in ${path}:${lineAt(text, place.start)}`,
    why:
      known.length > 0
        ? 'With it the file says what it said before.'
        : 'It is the only sign and place with which the file can be read.',
    action: { kind: 'edit' as const, edits: [editOf(path, text, place)] },
    safe: false,
    prior: [18, 2] as const,
    candidates: kept.length,
  }));
}

function sameJson(text: string, good: string): boolean {
  return (
    isJson(good) &&
    isJson(text) &&
    JSON.stringify(JSON.parse(text)) === JSON.stringify(JSON.parse(good))
  );
}

function restored(path: string, project: Project): readonly FixDraft[] {
  const good = project.lastGood(path);
  const [before] = project.earlier(path);
  if (good === null && before !== undefined && project.read(path) === null)
    return [bringBack(path, `Bring ${path} back as an earlier commit had it`)];
  if (good === null || good === project.read(path)) return [];
  return [
    {
      remedy: 'restore-configuration',
      title: `Bring ${path} back as it was when the command last passed`,
      why: project.paths.includes(path)
        ? 'It cannot be read as it is; that version could.'
        : 'It is gone, and what names it cannot do without it.',
      action: { kind: 'restore', path },
      safe: false,
      prior: [17, 3],
      // More lines may hold a change that somebody wants to keep.
      candidates: differsInOneLine(project.read(path), good) ? 1 : 2,
    },
  ];
}

/** Also where there is nothing left of the file. */
function differsInOneLine(now: string | null, then: string): boolean {
  if (now === null) return true;
  const [is, was] = [now.split('\n'), then.split('\n')];
  const most = Math.min(is.length, was.length);
  let front = 0;
  while (front < most && is[front] === was[front]) front++;
  let back = 0;
  while (back < most - front && is.at(-1 - back) === was.at(-1 - back)) back++;
  return is.length - front - back <= 1 && was.length - front - back <= 1;
}
