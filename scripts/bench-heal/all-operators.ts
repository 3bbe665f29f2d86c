import type { Operator } from './mutation.ts';
import { dataOperators } from './operators/data.ts';
import { nameOperators } from './operators/names.ts';
import { nightlyOperators } from './operators/nightly.ts';
import { meaningOperators } from './operators/sql-meaning.ts';
import { structureOperators } from './operators/structure.ts';
import { syntaxOperators } from './operators/syntax.ts';
import { yamlOperators } from './operators/yaml.ts';

export const allOperators: readonly Operator[] = [
  ...nameOperators,
  ...syntaxOperators,
  ...yamlOperators,
  ...meaningOperators,
  ...structureOperators,
  ...dataOperators,
  ...nightlyOperators,
];
