/** The judgement of a healing: the rules, fixers, gates and proofs of this program, with what was learned. */
import { createHash } from 'node:crypto';
import { readArtifacts } from '../../heal/artifacts/read-artifacts.ts';
import { posterior } from '../../heal/confidence/posterior.ts';
import { diagnose } from '../../heal/diagnose.ts';
import type { Artifacts } from '../../heal/diagnosis.ts';
import { makeFixes } from '../../heal/fix/make-fixes.ts';
import { allFixers } from '../../heal/fixers/all-fixers.ts';
import { judgeChange } from '../../heal/gates/judge-change.ts';
import type { CommandRun, HealSkills } from '../../heal/loop/heal-ports.ts';
import { type FailedThings, failedThings } from '../../heal/proof/failed-things.ts';
import { proveRun } from '../../heal/proof/prove-run.ts';
import type { RunEvidence } from '../../heal/proof/run-evidence.ts';
import type { Rule } from '../../heal/rule.ts';
import { makeRuleSet, type RuleSet } from '../../heal/rule-set.ts';
import { allRules } from '../../heal/rules/all-rules.ts';
import { outcomes } from '../../heal/rules/outcomes.ts';
import { stripControl } from '../../text/safety/strip-control.ts';
import type { Memory } from './memory.ts';
import type { RunLeft } from './run-left.ts';

export interface SkillFacts {
  readonly rules: RuleSet;
  readonly memory: Memory;
  /** As people write it, redacted. */
  readonly command: string;
  readonly redact: (text: string) => string;
}

const known = new Map<readonly Rule[], RuleSet>();
const none: readonly Rule[] = [];

/** The rules of the repository's maintainers, and all of this program's; made once. */
export function knownRules(own: readonly Rule[] = none): RuleSet {
  const set = known.get(own) ?? makeRuleSet([...own, ...allRules], outcomes);
  known.set(own, set);
  return set;
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function makeSkills(facts: SkillFacts): HealSkills<RunLeft, FailedThings> {
  const { rules, memory, command } = facts;
  const safe = (text: string) => stripControl(facts.redact(text)).replace(/\n/g, ' ');
  return {
    diagnose: ({ log, exitCode, left }) => {
      const ended = exitCode === null ? {} : { exitCode };
      return diagnose(log, rules, { command, ...ended, artifacts: artifactsOf(left) }, safe);
    },
    propose: (failure, project) =>
      makeFixes(failure, project, allFixers, {
        digest: sha256,
        confidence: (remedy, prior) => confidence(memory, remedy, prior),
        kept: memory.tried(failure.diagnosis.fingerprint, '').kept,
      }),
    judge: judgeChange,
    failedThings: (failure, run) => failedThings(failure, evidenceOf(run)),
    prove: (before, after, changed) => proveRun(before, evidenceOf(after), changed),
  };
}

/** `readLeft` keeps only what the run itself wrote. */
function artifactsOf({ runResults, manifest, junit }: RunLeft): Artifacts {
  return readArtifacts([runResults, manifest, ...junit].filter((text) => text !== null)).artifacts;
}

function evidenceOf({ exitCode, signal, left }: CommandRun<RunLeft>): RunEvidence {
  const { tail, runResults, manifest, junit } = left;
  return { exitCode, signal, tail: stripControl(tail), runResults, manifest, junit };
}

/** What recorded outcomes made of a remedy's prior. */
export function confidence(memory: Memory, remedy: string, prior: readonly [number, number]) {
  const outcomes = memory.book().outcomes;
  return posterior(prior, Object.hasOwn(outcomes, remedy) ? outcomes[remedy] : undefined);
}
