import type { Fixer } from '../fix/fixer.ts';
import { conditionalRef } from './dbt/conditional-ref.ts';
import { groupBy } from './dbt/group-by.ts';
import { invalidConfig } from './dbt/invalid-config.ts';
import { jinjaSyntax } from './dbt/jinja-syntax.ts';
import { macroParameter } from './dbt/macro-parameter.ts';
import { materialization } from './dbt/materialization.ts';
import { missingColumn } from './dbt/missing-column.ts';
import { missingFunction } from './dbt/missing-function.ts';
import { missingRef } from './dbt/missing-ref.ts';
import { missingRelation } from './dbt/missing-relation.ts';
import { missingSource } from './dbt/missing-source.ts';
import { missingType } from './dbt/missing-type.ts';
import { missingVar } from './dbt/missing-var.ts';
import { sqlSyntax } from './dbt/sql-syntax.ts';
import { undefinedName } from './dbt/undefined-name.ts';
import { yamlLayout } from './dbt/yaml-layout.ts';
import { configurationFile } from './files/configuration-file.ts';
import { installPackages } from './files/install-packages.ts';
import { javascriptImport } from './files/javascript-import.ts';
import { ownFix } from './files/own-fix.ts';
import { pythonImport } from './files/python-import.ts';

/** Every fixer; their order does not matter. */
export const allFixers: readonly Fixer[] = [
  missingRef,
  missingSource,
  undefinedName,
  missingVar,
  conditionalRef,
  missingColumn,
  missingRelation,
  missingFunction,
  missingType,
  sqlSyntax,
  jinjaSyntax,
  macroParameter,
  yamlLayout,
  invalidConfig,
  groupBy,
  materialization,
  configurationFile,
  installPackages,
  javascriptImport,
  pythonImport,
  ownFix,
];
