/** What a command sees in a clean checkout: the same as in the tree, but for what would lead it back there. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Of a git that called us; in the checkout they would mean the real repository. */
const ofGit = /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|PREFIX|COMMON_DIR|OBJECT_DIRECTORY|NAMESPACE)$/;
const mostBytes = 256 << 10;

export interface CheckoutPlace {
  readonly root: string;
  readonly checkout: string;
  /** Relative to the root. */
  readonly directory: string;
  /** The command's program; one in a virtual environment tells which that is. */
  readonly program: string;
}

export function checkoutEnvironment(
  environment: Readonly<Record<string, string>>,
  place: CheckoutPlace,
): Record<string, string> {
  const kept = Object.entries(environment).filter(([name]) => !ofGit.test(name));
  const own = Object.fromEntries(kept);
  const paths = editablePaths(own, place);
  const before = own.PYTHONPATH ? [own.PYTHONPATH] : [];
  return {
    ...own,
    PWD: join(place.checkout, place.directory),
    ...(paths.length > 0 ? { PYTHONPATH: [...paths, ...before].join(':') } : {}),
  };
}

/**
 * `pip install -e .` leaves the tree's own path in the virtual environment, so that Python would import the
 * tree's files and not those of the checkout. Paths of `PYTHONPATH` come before those (docs.python.org, site).
 */
function editablePaths(
  environment: Readonly<Record<string, string>>,
  place: CheckoutPlace,
): readonly string[] {
  const { root, program } = place;
  const beside = program.startsWith('/') ? [dirname(dirname(program))] : [];
  const places = [
    environment.VIRTUAL_ENV ?? '',
    join(root, '.venv'),
    join(root, 'venv'),
    ...beside,
  ];
  const found = new Set<string>();
  for (const venv of new Set(places.filter((path) => path.startsWith('/'))))
    for (const path of pathsOf(venv))
      if (path === root || path.startsWith(`${root}/`))
        found.add(place.checkout + path.slice(root.length));
  return [...found];
}

function pathsOf(venv: string): readonly string[] {
  const lib = join(venv, 'lib');
  const folders = names(lib).filter((name) => name.startsWith('python'));
  return folders.flatMap((name) => {
    const packages = join(lib, name, 'site-packages');
    return names(packages).flatMap((file) => pathsIn(join(packages, file)));
  });
}

/** A `.pth` file names folders; the finder of setuptools names packages, whose folders are above them. */
function pathsIn(path: string): readonly string[] {
  if (path.endsWith('.pth'))
    return read(path)
      .split(/\r?\n/)
      .filter((line) => line.startsWith('/'));
  if (!/^__editable__.*_finder\.py$/.test(basename(path))) return [];
  const mapping = /^MAPPING\b.*$/m.exec(read(path))?.[0] ?? '';
  return [...mapping.matchAll(/: ?'(\/[^']+)'/g)].map(([, found = '']) => dirname(found));
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8').slice(0, mostBytes);
  } catch {
    return '';
  }
}
