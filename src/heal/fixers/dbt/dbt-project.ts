import { parseDocument } from 'yaml';
import type { Project } from '../../fix/fix.ts';
import { isRecord, readYaml } from './read-yaml.ts';

export interface DbtFile {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly text: string;
}

/** What a dbt project consists of, read from its files alone (not from artifacts, which may be stale). */
export interface DbtProject {
  /** Folder of dbt_project.yml, with a slash behind it; empty: the root. */
  readonly root: string;
  readonly name: string;
  readonly models: readonly DbtFile[];
  readonly snapshots: readonly DbtFile[];
  readonly analyses: readonly DbtFile[];
  /** Singular tests, and generic ones. */
  readonly tests: readonly DbtFile[];
  /** Also those of installed packages and of packages in the repository. */
  readonly macros: readonly DbtFile[];
  /** Comma-separated, the first line alone. */
  readonly seeds: readonly DbtFile[];
  /** dbt_project.yml, and what describes resources. */
  readonly yaml: readonly DbtFile[];
  readonly vars: readonly string[];
  readonly targetPath: string;
}

const lists = {
  models: ['model-paths', 'models'],
  snapshots: ['snapshot-paths', 'snapshots'],
  analyses: ['analysis-paths', 'analyses'],
  tests: ['test-paths', 'tests'],
  macros: ['macro-paths', 'macros'],
  seeds: ['seed-paths', 'seeds'],
} as const;

const opened = new WeakMap<Project, Map<string, DbtProject | null>>();

/**
 * The dbt project that a command works on: in the folder where it ran, or where `--project-dir` says. Read
 * once for each project, whose files do not change while fixes are looked for.
 */
export function openDbtProject(project: Project, argv: readonly string[]): DbtProject | null {
  const known = opened.get(project) ?? new Map<string, DbtProject | null>();
  opened.set(project, known);
  const key = argv.join('\0');
  const before = known.get(key);
  if (before !== undefined) return before;
  const dbt = readDbtProject(project, argv);
  known.set(key, dbt);
  return dbt;
}

function readDbtProject(project: Project, argv: readonly string[]): DbtProject | null {
  const root = rootOf(project, argv);
  const text = project.read(`${root}dbt_project.yml`);
  if (text === null) return null;
  const settings = readSettings(text);
  const folders = (kind: keyof typeof lists) => {
    const [key, standard] = lists[kind];
    const named = settings[key];
    return Array.isArray(named) ? named.map(String) : [standard];
  };
  const files = (kind: keyof typeof lists, endings: RegExp) =>
    read(
      project,
      folders(kind).map((folder) => `${root}${folder}/`),
      endings,
    );
  const packages = packageFolders(project, root);
  return {
    root,
    name: String(settings.name ?? ''),
    models: files('models', /\.sql$/),
    snapshots: files('snapshots', /\.sql$/),
    analyses: files('analyses', /\.sql$/),
    tests: files('tests', /\.sql$/),
    macros: [...files('macros', /\.sql$/), ...read(project, packages, /\/macros\/.*\.sql$/)],
    seeds: files('seeds', /\.csv$/).map(({ path, text: all }) => ({ path, text: firstLine(all) })),
    yaml: [
      { path: `${root}dbt_project.yml`, text },
      ...(['models', 'snapshots', 'seeds', 'macros', 'analyses', 'tests'] as const).flatMap(
        (kind) => files(kind, /\.ya?ml$/),
      ),
    ],
    vars: varsIn(settings.vars),
    targetPath: `${root}${targetOf(settings, argv)}`,
  };
}

/** Every file of SQL that the project itself owns. */
export function ownSql(dbt: DbtProject): readonly DbtFile[] {
  const own = dbt.macros.filter(({ path }) => !/(?:^|\/)(?:dbt_packages|dbt_modules)\//.test(path));
  return [...dbt.models, ...dbt.snapshots, ...dbt.tests, ...dbt.analyses, ...own];
}

/** `models/staging/stg_orders.sql` is the model `stg_orders`. */
export function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}

function rootOf(project: Project, argv: readonly string[]): string {
  const named = flagOf(argv, '--project-dir');
  const base = project.directory === '.' || project.directory === '' ? '' : `${project.directory}/`;
  const joined = `${base}${named ?? ''}`.replace(/(?:^|\/)\.\//g, '/').replace(/^\/|\/+$/g, '');
  return joined === '' || joined === '.' ? '' : `${joined}/`;
}

/** The value of `--flag value` or `--flag=value`. */
function flagOf(argv: readonly string[], flag: string): string | null {
  const at = argv.indexOf(flag);
  if (at >= 0) return argv[at + 1] ?? null;
  return argv.find((word) => word.startsWith(`${flag}=`))?.slice(flag.length + 1) ?? null;
}

/** Settings as far as they can be read: a broken file still says most of what it says. */
function readSettings(text: string): Readonly<Record<string, unknown>> {
  const known = readYaml(text);
  if (isRecord(known)) return known;
  try {
    const value: unknown = parseDocument(text.replace(/\t/g, '  '), { strict: false }).toJS({
      maxAliasCount: 50,
    });
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function targetOf(settings: Readonly<Record<string, unknown>>, argv: readonly string[]): string {
  const named = flagOf(argv, '--target-path') ?? settings['target-path'];
  return typeof named === 'string' && /^[\w.-][\w./-]*$/.test(named) ? named : 'target';
}

function read(project: Project, folders: readonly string[], endings: RegExp): readonly DbtFile[] {
  return project.paths
    .filter((path) => folders.some((folder) => path.startsWith(folder)) && endings.test(path))
    .flatMap((path) => {
      const text = project.read(path);
      return text === null ? [] : [{ path, text }];
    });
}

/** Where installed packages lie as far as git shows them, and packages that are part of the repository. */
function packageFolders(project: Project, root: string): readonly string[] {
  const named = readYaml(project.read(`${root}packages.yml`) ?? '');
  const local = isRecord(named) && Array.isArray(named.packages) ? named.packages : [];
  const folders = local.flatMap((entry) =>
    isRecord(entry) && typeof entry.local === 'string' ? [entry.local] : [],
  );
  return [
    ...folders.map((folder) => `${root}${folder.replace(/^\.\/|\/+$/g, '')}/`),
    `${root}dbt_packages/`,
  ];
}

/** Names of variables, of packages as well. */
export function varsIn(vars: unknown): readonly string[] {
  if (!isRecord(vars)) return [];
  return Object.entries(vars).flatMap(([name, value]) => [
    name,
    ...(isRecord(value) ? Object.keys(value) : []),
  ]);
}

function firstLine(text: string): string {
  return text.slice(0, (text.indexOf('\n') + 1 || text.length + 1) - 1);
}
