import type { Project } from '../../fix/fix.ts';

/**
 * The path in the repository that a message means, or null. Messages have it absolute, relative to the folder
 * of the command, or as a URL; the longest end of it that the repository has (or had) counts.
 */
export function repositoryPath(project: Project, told: string): string | null {
  const parts = told
    .replace(/^file:\/\//, '')
    .replace(/\\/g, '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || parts.length > 40) return null;
  const isThere = (path: string) => project.paths.includes(path) || project.lastGood(path) !== null;
  const own =
    project.directory === '.' || project.directory === '' ? [] : project.directory.split('/');
  for (let from = 0; from < parts.length; from++) {
    const rest = parts.slice(from);
    // A bare file name is only believed where nothing stood before it.
    if (
      from > 0 &&
      rest.length === 1 &&
      parts.length > 1 &&
      own.length === 0 &&
      !told.startsWith('/')
    )
      return null;
    for (const path of [[...own, ...rest].join('/'), rest.join('/')])
      if (isThere(path)) return path;
  }
  return null;
}

/** A path of the repository as a program in the command's folder sees it; null: it is not below that folder. */
export function fromDirectory(project: Project, path: string): string | null {
  const { directory } = project;
  if (directory === '.' || directory === '') return path;
  return path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : null;
}
