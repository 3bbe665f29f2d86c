/** All rules in the order in which they are asked: those of tools before those of machines and networks. */
import type { Rule } from '../rule.ts';
import { actionsRules } from './actions.ts';
import { appleRules } from './apple.ts';
import { browserTestRules } from './browser-tests.ts';
import { cRules } from './c.ts';
import { cargoRules } from './cargo.ts';
import { commandLineRules } from './command-line.ts';
import { dbtRules } from './dbt.ts';
import { dbtDataRules } from './dbt-data.ts';
import { dockerRules } from './docker.ts';
import { dotnetRules } from './dotnet.ts';
import { genericRules } from './generic.ts';
import { gitRules } from './git.ts';
import { goRules } from './go.ts';
import { infrastructureRules } from './infrastructure.ts';
import { javaRules } from './java.ts';
import { javaStyleRules } from './java-style.ts';
import { javaScriptCheckRules } from './javascript-checks.ts';
import { javaScriptStyleRules } from './javascript-style.ts';
import { languageRules } from './languages.ts';
import { machineRules } from './machine.ts';
import { networkRules } from './network.ts';
import { nixRules } from './nix.ts';
import { nodeRules } from './node.ts';
import { nodeToolRules } from './node-tools.ts';
import { phpRules } from './php.ts';
import { projectTestRules } from './project-tests.ts';
import { pythonRules } from './python.ts';
import { pythonStyleRules } from './python-style.ts';
import { pythonToolRules } from './python-tools.ts';
import { releaseRules } from './release.ts';
import { rubyRules } from './ruby.ts';
import { rustRules } from './rust.ts';
import { sqlRules } from './sql.ts';
import { sqlDataRules } from './sql-data.ts';
import { sqlServerRules } from './sql-server.ts';
import { sqlToolRules } from './sql-tools.ts';
import { textCheckRules } from './text-checks.ts';
import { upkeepRules } from './upkeep.ts';

export const allRules: readonly Rule[] = [
  ...dbtRules,
  ...dbtDataRules,
  ...sqlRules,
  ...sqlDataRules,
  ...sqlServerRules,
  ...sqlToolRules,
  ...dockerRules,
  ...gitRules,
  ...releaseRules,
  ...projectTestRules,
  ...pythonToolRules,
  ...textCheckRules,
  ...pythonStyleRules,
  ...pythonRules,
  ...nodeToolRules,
  ...javaScriptCheckRules,
  ...javaScriptStyleRules,
  ...browserTestRules,
  ...nodeRules,
  ...goRules,
  ...rustRules,
  ...cargoRules,
  ...appleRules,
  ...cRules,
  ...javaStyleRules,
  ...javaRules,
  ...infrastructureRules,
  ...nixRules,
  ...dotnetRules,
  ...rubyRules,
  ...phpRules,
  ...languageRules,
  ...actionsRules,
  ...commandLineRules,
  ...upkeepRules,
  ...machineRules,
  ...networkRules,
  ...genericRules,
];
