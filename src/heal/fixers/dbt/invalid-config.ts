import type { FixDraft } from '../../fix/fix.ts';
import type { Fixer } from '../../fix/fixer.ts';
import { sitesOf } from '../identifiers.ts';
import { nearestNames } from '../near-name.ts';
import { editOf, lineAt, type Replacement, replaced } from '../text-edit.ts';
import { keyPairs, readStrictly } from '../yaml/yaml-shape.ts';
import { dbtErrors } from './dbt-errors.ts';
import { dbtKeyPairs } from './dbt-key-pairs.ts';
import { dbtKinds } from './dbt-kinds.ts';
import { type DbtFile, openDbtProject } from './dbt-project.ts';
import { type Mentions, meansOther, mentionsIn } from './mentions.ts';

const glued = /'([\w-]+:[\w-][^']*)' is not of type 'object'/;
const where = /config given in (\S+?\.ya?ml)|Error encountered in \S*?(dbt_project\.yml)/;
const unexpected = /Additional properties are not allowed \('([\w+-]+)' was unexpected\)/;

/** A YAML file that can be read, but not as dbt wants it: a lost blank, or a key that is a slip of a known one. */
export const invalidConfig: Fixer = {
  name: 'dbt-invalid-config',
  kinds: dbtKinds,
  propose(failure, project) {
    const dbt = openDbtProject(project, failure.argv);
    if (!dbt) return [];
    const error = dbtErrors(failure, project, dbt).find(
      ({ message }) => glued.test(message) || unexpected.test(message),
    );
    const named = where
      .exec(error?.message ?? '')
      ?.slice(1)
      .find(Boolean);
    const file = dbt.yaml.find(
      ({ path }) =>
        named !== undefined &&
        (path === named || path === `${dbt.root}${named}` || path.endsWith(`/${named}`)),
    );
    if (!error || !file) return [];
    const known = new Set([
      ...dbtKeyPairs,
      ...dbt.yaml
        .filter((one) => one !== file)
        .flatMap(({ text }) => keyPairs(readStrictly(text)?.value)),
    ]);
    const mentions = mentionsIn(dbt);
    return [...apart(file, error.message), ...respelt(file, error.message, { known, mentions })];
  },
};

function apart(file: DbtFile, message: string): readonly FixDraft[] {
  const text = glued.exec(message)?.[1];
  if (!text) return [];
  const lines = [...file.text.matchAll(/^[ \t]*- (.*)$/gm)].filter(
    (found) => found[1]?.trim() === text,
  );
  const [line] = lines;
  if (!line || lines.length !== 1) return [];
  const at = line.index + line[0].indexOf(text) + text.indexOf(':') + 1;
  return [
    draft(file, { start: at, end: at, text: ' ' }, 'Put the lost blank back behind the colon', 1),
  ];
}

interface Hints {
  readonly known: ReadonlySet<string>;
  readonly mentions: Mentions;
}

function respelt(file: DbtFile, message: string, { known, mentions }: Hints): readonly FixDraft[] {
  const wrong = unexpected.exec(message)?.[1];
  if (!wrong) return [];
  const sites = sitesOf(wrong, [file]).filter(({ end }) =>
    /^["']?[ \t]*:/.test(file.text.slice(end, end + 20)),
  );
  const [site] = sites;
  if (!site || sites.length !== 1) return [];
  const keys = [...known]
    .map((pair) => pair.slice(pair.indexOf('>') + 1))
    .filter((key) => /^[\w+-]+$/.test(key));
  const good = nearestNames(wrong, keys).filter((key) => {
    const read = readStrictly(replaced(file.text, { start: site.start, end: site.end, text: key }));
    return (
      read !== null &&
      !meansOther(wrong, key, mentions) &&
      keyPairs(read.value).some((pair) => pair.endsWith(`>${key}`) && known.has(pair))
    );
  });
  return good.map((key) =>
    draft(
      file,
      { start: site.start, end: site.end, text: key },
      `Write the key ${key} instead of ${wrong}`,
      good.length,
    ),
  );
}

function draft(file: DbtFile, place: Replacement, title: string, candidates: number): FixDraft {
  return {
    remedy: place.text === ' ' ? 'yaml-sign' : 'yaml-rename-key',
    title: `${title} in ${file.path}:${lineAt(file.text, place.start)}`,
    why: 'dbt names the place, and this is the only change of it that gives what dbt expects.',
    action: { kind: 'edit', edits: [editOf(file.path, file.text, place)] },
    safe: false,
    prior: [17, 3],
    candidates,
  };
}
