import { type JsonObject, objectOf, parseObject, textOf, textsOf } from './json-object.ts';

/** A model, seed, snapshot or test of a dbt project. */
interface ManifestNode {
  readonly id: string;
  readonly name: string;
  /** `model`, `seed`, `test` and so on. */
  readonly resourceType: string;
  /** Of the project it is in; empty for what has no file. */
  readonly path: string;
  readonly packageName: string;
  /** The columns that its YAML names. */
  readonly columns: readonly string[];
  /** Ids of the nodes and sources that it reads. */
  readonly dependsOn: readonly string[];
}

interface ManifestSource {
  readonly id: string;
  readonly sourceName: string;
  readonly name: string;
  readonly path: string;
  readonly columns: readonly string[];
}

interface ManifestMacro {
  readonly id: string;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
}

/** What a dbt project is made of, as one invocation parsed it. */
export interface Manifest {
  readonly invocationId: string;
  readonly projectName: string;
  readonly nodes: ReadonlyMap<string, ManifestNode>;
  readonly sources: ReadonlyMap<string, ManifestSource>;
  readonly macros: ReadonlyMap<string, ManifestMacro>;
}

/**
 * Reads dbt's `manifest.json`; null for what is none. With `ids` only these nodes are kept, for manifests are
 * large; sources and macros always are. It describes the run only where its invocation is the run's.
 */
export function readManifest(text: string, ids?: Iterable<string>): Manifest | null {
  const file = parseObject(text);
  const metadata = objectOf(file?.metadata);
  const invocationId = textOf(metadata, 'invocation_id');
  if (!file || !invocationId || !objectOf(file.nodes)) return null;
  if (!textOf(metadata, 'dbt_schema_version')?.includes('/manifest/')) return null;
  const wanted = ids ? new Set(ids) : null;
  return {
    invocationId,
    projectName: textOf(metadata, 'project_name') ?? '',
    nodes: collect(file.nodes, readNode, wanted),
    sources: collect(file.sources, readSource, null),
    macros: collect(file.macros, readMacro, null),
  };
}

function collect<T>(
  value: unknown,
  read: (id: string, item: JsonObject) => T,
  wanted: ReadonlySet<string> | null,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const [id, item] of Object.entries(objectOf(value) ?? {})) {
    const object = objectOf(item);
    if (object && (!wanted || wanted.has(id))) found.set(id, read(id, object));
  }
  return found;
}

function readNode(id: string, item: JsonObject): ManifestNode {
  return {
    id,
    name: textOf(item, 'name') ?? '',
    resourceType: textOf(item, 'resource_type') ?? '',
    path: textOf(item, 'original_file_path') ?? '',
    packageName: textOf(item, 'package_name') ?? '',
    columns: Object.keys(objectOf(item.columns) ?? {}),
    dependsOn: textsOf(objectOf(item.depends_on), 'nodes'),
  };
}

function readSource(id: string, item: JsonObject): ManifestSource {
  return {
    id,
    sourceName: textOf(item, 'source_name') ?? '',
    name: textOf(item, 'name') ?? '',
    path: textOf(item, 'original_file_path') ?? '',
    columns: Object.keys(objectOf(item.columns) ?? {}),
  };
}

function readMacro(id: string, item: JsonObject): ManifestMacro {
  return {
    id,
    name: textOf(item, 'name') ?? '',
    packageName: textOf(item, 'package_name') ?? '',
    path: textOf(item, 'original_file_path') ?? '',
  };
}
