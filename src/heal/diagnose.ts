import { type Choice, chooseRoot } from './choose-root.ts';
import { diagnoseByMessage } from './diagnose-by-message.ts';
import { diagnoseByRule, type Redact } from './diagnose-by-rule.ts';
import { diagnoseWithoutRule } from './diagnose-without-rule.ts';
import type { Diagnosis, DiagnosisFacts } from './diagnosis.ts';
import { endedWell } from './ended-well.ts';
import { findMatches } from './find-matches.ts';
import { lastWords } from './gather-evidence.ts';
import { findSteps } from './log/find-steps.ts';
import type { Log } from './log/log.ts';
import { makeLogReader } from './log/read-log.ts';
import { matchesAbout, type NamedFailure, namedFailures } from './named-failures.ts';
import { namedThings } from './named-things.ts';
import type { RuleSet } from './rule-set.ts';

const maxNames = 20;

/** What a log says about its failure; `unknown`, with how it ended, where no rule fits. */
export function diagnose(log: Log, set: RuleSet, facts: DiagnosisFacts, redact: Redact): Diagnosis {
  const steps = findSteps(log.lines);
  const failures = namedFailures(log, facts.artifacts);
  const well = failures.length === 0 && endedWell(log, steps, facts);
  const matches = well ? [] : findMatches(log, steps, set);
  const about = matchesAbout(matches, failures, log);
  const choice = chooseRoot(about.length > 0 ? about : matches, steps, log.lines);
  const [first] = failures;
  const ending = choice || well ? [] : lastWords(log, steps);
  const answer = () => {
    if (first && about.length === 0 && overrules(first, choice)) {
      const reader = makeLogReader(set.scanner);
      reader.push(first.message);
      const read = diagnose(reader.end(), set, {}, redact);
      return diagnoseByMessage(first, read, log, lastWords(log, steps), redact);
    }
    if (!choice) return diagnoseWithoutRule(log, facts, { ending, well, redact });
    return diagnoseByRule(log, set, choice, redact);
  };
  return withNames(answer(), failures, redact);
}

/** A failed node of the run is its failure, whatever else the log holds; a failed test only where no rule is sure. */
function overrules({ of }: NamedFailure, choice: Choice | null): boolean {
  return of === 'node' || choice === null || choice.root.rule.strength < 3;
}

/** With the files and tests that artifacts name, after those that the log does. */
function withNames(
  diagnosis: Diagnosis,
  failures: readonly NamedFailure[],
  redact: Redact,
): Diagnosis {
  if (failures.length === 0) return diagnosis;
  const more = namedThings(failures, redact);
  return {
    ...diagnosis,
    files: [...new Set([...diagnosis.files, ...more.files])].slice(0, maxNames),
    tests: [...new Set([...diagnosis.tests, ...more.tests])].slice(0, maxNames),
  };
}
