/** Asks the configured agent for a change; what it answers is judged like any other fix. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Fix, Project } from '../../heal/fix/fix.ts';
import type { Failure } from '../../heal/fix/fixer.ts';
import { identified } from '../../heal/fix/make-fixes.ts';
import { agentPrompt } from '../../heal/loop/agent-prompt.ts';
import type { HealAgent } from '../../heal/loop/heal-policy.ts';
import { allowedEnvironment } from '../allowed-environment.ts';
import { confidence, sha256 } from './heal-skills.ts';
import type { Memory } from './memory.ts';
import { runAgent } from './run-agent.ts';

export interface AgentFacts {
  readonly agent: HealAgent | null;
  readonly memory: Memory;
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute: a scratch folder. */
  readonly scratch: string;
  readonly stop: AbortSignal;
  readonly redact: (text: string) => string;
}

export async function askAgent(
  facts: AgentFacts,
  failure: Failure,
  project: Project,
): Promise<readonly Fix[]> {
  const { agent, memory, scratch, environment, stop } = facts;
  if (agent === null) return [];
  const directory = join(scratch, 'agent');
  mkdirSync(directory, { recursive: true });
  const mark = `=====${randomBytes(8).toString('hex')}`;
  const diff = await runAgent({
    agent,
    prompt: facts.redact(agentPrompt(failure, project, mark)),
    directory,
    environment: allowedEnvironment(environment),
    stop,
  });
  if (diff === null) return [];
  const draft = {
    remedy: 'agent',
    title: 'Apply what the agent proposes',
    why: 'The configured agent read the failure and wrote this change.',
    action: { kind: 'diff' as const, diff },
    safe: false,
    // Nothing is known of what it is worth before a person has let some of its changes through.
    prior: [1, 1] as const,
    candidates: 1,
  };
  const odds = (remedy: string, prior: readonly [number, number]) =>
    confidence(memory, remedy, prior);
  return [identified(draft, { digest: sha256, kept: [], confidence: odds })];
}
