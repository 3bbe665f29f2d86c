import type { Project } from '../../fix/fix.ts';

/**
 * The path in the repository that a message means, or null. Messages have it absolute, relative to the folder
 * of the command, or as a URL; the longest end of it that the repository has counts, and a bare file name only
 * where the message has no other folders than those above the repository. `gone`: files that were there when
 * the command last passed, or in an earlier commit, count, too.
 */
export function repositoryPath(project: Project, told: string, gone = false): string | null {
  const plain = told.replace(/^file:\/\//, '').replace(/\\/g, '/');
  const parts = plain.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || parts.length > 20) return null;
  const own = project.directory === '.' ? [] : project.directory.split('/').filter(Boolean);
  const absolute = plain.startsWith('/') || /^[A-Za-z]:/.test(plain);
  const ends = parts.flatMap((_, from) => {
    const rest = parts.slice(from);
    if (from > 0 && rest.length === 1 && !absolute) return [];
    return own.length === 0 ? [rest.join('/')] : [[...own, ...rest].join('/'), rest.join('/')];
  });
  const known = new Set(project.paths);
  return (
    ends.find((path) => known.has(path)) ??
    (gone ? ends.find((path) => wasThere(path, project)) : undefined) ??
    null
  );
}

function wasThere(path: string, project: Project): boolean {
  return project.lastGood(path) !== null || project.gone().includes(path);
}

/** A path of the repository as a program in the command's folder sees it; null: it is not below that folder. */
export function fromDirectory(project: Project, path: string): string | null {
  const { directory } = project;
  if (directory === '.' || directory === '') return path;
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : null;
}
