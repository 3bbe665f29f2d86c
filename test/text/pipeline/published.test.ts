import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { publishedSchemas } from '../../../src/text/pipeline/published-schemas.ts';
import { problemCodes } from '../../../src/text/problem/problem.ts';
import { parseSettings } from '../../../src/text/settings/parse-settings.ts';
import { defaultSettings } from '../../../src/text/settings/settings.ts';
import { bytesOf, problemsOf } from './helpers/read.ts';

const fileOf = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

describe('the published schemas', () => {
  const schemas = publishedSchemas();
  const [pipeline] = schemas;
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });

  test.each(schemas)('$path is what the sources say', ({ path, text }) => {
    expect(fileOf(path)).toBe(text);
  });

  test('agree with the parser', () => {
    const validate = ajv.compile(JSON.parse(pipeline?.text ?? '{}'));
    const example = fileOf('examples/nightly-shop/.github/pipelines/nightly.yml');
    expect(validate(parse(example))).toBe(true);
    const bad = [
      'tasks: { a: { name: x } }',
      'tasks: { a: { run: x, uses: ./.github/workflows/x.yml } }',
      'tasks: { a b: { run: x } }',
      'tasks: { a: { run: x, if: sometimes } }',
      'tasks: { a: { run: x, retries: -1 } }',
      'tasks: { a: { run: x, strategy: { matrix: { os: x } } } }',
      'slot: 1\ntasks: { a: { run: x } }',
    ];
    expect(bad.filter((text) => validate(parse(text)) || problemsOf(text).length === 0)).toEqual(
      [],
    );
  });

  test('describe every key', () => {
    expect(schemas.flatMap(({ text }) => undescribed(JSON.parse(text)))).toEqual([]);
  });
});

describe('the documentation', () => {
  const headings = (text: string) =>
    [...text.matchAll(/^## (\S+)$/gm)].map(([, heading = '']) => heading);

  test('explains every code, in order', () => {
    expect(headings(fileOf('docs/errors.md'))).toEqual([...problemCodes].sort());
  });

  test('names every key', () => {
    const text = `${fileOf('docs/pipeline-language.md')}${fileOf('docs/diagnosis.md')}`;
    const keys = publishedSchemas().flatMap(({ text: schema }) =>
      [...schema.matchAll(/"properties": (?=\{)/g)].flatMap(({ index }) =>
        keysAt(schema, index + '"properties": '.length),
      ),
    );
    expect(keys.length).toBeGreaterThan(40);
    expect(keys.filter((key) => !text.includes(`\`${key}\``) && !text.includes(`${key}:`))).toEqual(
      [],
    );
  });

  test('shows only what can be read', () => {
    const examples = [...fileOf('docs/pipeline-language.md').matchAll(/```yaml\n(.*?)```/gs)].map(
      ([, example = '']) => example,
    );
    expect(examples.length).toBeGreaterThan(5);
    const settings = { ...defaultSettings, resources: { gpu: 4, database: 10 } };
    const faults = examples.flatMap((example) => {
      if (example.startsWith('# .github/yardmaster.yml')) {
        const parsed = parseSettings(bytesOf(example));
        return parsed.ok ? [] : parsed.problems;
      }
      return problemsOf(example, settings);
    });
    expect(faults).toEqual([]);
  });
});

/** Names of properties without a description, at any depth. */
function undescribed(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const properties = 'properties' in schema ? Object.entries(schema.properties ?? {}) : [];
  const bare = properties.filter(([, part]) => !('description' in part)).map(([name]) => name);
  return [...bare, ...Object.values(schema).flatMap(undescribed)];
}

/** The keys of the JSON object that begins at an index. */
function keysAt(json: string, start: number): string[] {
  for (let end = json.indexOf('}', start); end > 0; end = json.indexOf('}', end + 1)) {
    try {
      return Object.keys(JSON.parse(json.slice(start, end + 1)));
    } catch {
      // Not yet the brace that closes it.
    }
  }
  return [];
}
