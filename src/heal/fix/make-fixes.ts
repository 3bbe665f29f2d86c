import { allowedCommand } from './allowed-command.ts';
import { canonicalJson } from './canonical-json.ts';
import { decidedByHistory } from './decided-by-history.ts';
import type { Fix, FixDraft, Project } from './fix.ts';
import type { Failure, Fixer } from './fixer.ts';

/** What is known besides the failure. */
export interface Knowledge {
  /** SHA-256 in hexadecimal digits. */
  digest(text: string): string;
  /** What recorded outcomes made of a remedy's prior: the posterior mean, and how many cases it rests on. */
  confidence(
    remedy: string,
    prior: readonly [number, number],
  ): { readonly percent: number; readonly cases: number };
  /** Hashes of fixes that were verified before for this failure. */
  readonly kept: readonly string[];
}

/**
 * All that may be done about a failure, best first: what was verified before, then by confidence, then what
 * changes no source. Equal actions are one fix, whoever thought of them.
 */
export function makeFixes(
  failure: Failure,
  project: Project,
  fixers: readonly Fixer[],
  knowledge: Knowledge,
): readonly Fix[] {
  const drafts = [
    ...decidedByHistory(
      fixers
        .filter(({ kinds }) => fits(kinds, failure))
        .flatMap((fixer) => fixer.propose(failure, project)),
      project,
    ),
    ...fromRemedies(failure, project),
    ...fromTransience(failure),
  ];
  const byHash = new Map<string, Fix>();
  for (const draft of drafts) {
    const fix = identified(draft, knowledge);
    const known = byHash.get(fix.hash);
    if (!known || known.confidence < fix.confidence) byHash.set(fix.hash, fix);
  }
  const first = ({ hash }: Fix) => (knowledge.kept.includes(hash) ? 1 : 0);
  return [...byHash.values()].sort(
    (one, other) =>
      first(other) - first(one) ||
      other.confidence - one.confidence ||
      Number(other.safe) - Number(one.safe) ||
      (one.id < other.id ? -1 : 1),
  );
}

/** `dbt-*` stands for all kinds that begin so. */
function fits(kinds: readonly string[], { diagnosis }: Failure): boolean {
  return kinds.some((kind) =>
    kind.endsWith('*') ? diagnosis.kind.startsWith(kind.slice(0, -1)) : kind === diagnosis.kind,
  );
}

/** Gives a draft its identity and its confidence. */
export function identified(draft: FixDraft, knowledge: Knowledge): Fix {
  const hash = knowledge.digest(canonicalJson(draft.action));
  const { percent, cases } = knowledge.confidence(draft.remedy, draft.prior);
  return { ...draft, id: `${draft.remedy}-${hash.slice(0, 8)}`, hash, confidence: percent, cases };
}

/** Commands that a rule names, where the allow-list has them. */
function fromRemedies({ diagnosis }: Failure, project: Project): readonly FixDraft[] {
  return diagnosis.proposals.flatMap((proposal) => {
    const allowed = proposal.command && allowedCommand(wordsOf(proposal.command));
    if (!allowed) return [];
    const wins = Math.min(19, Math.max(1, Math.round(proposal.confidence / 5)));
    return [
      {
        remedy: proposal.id,
        title: proposal.title,
        why: proposal.why,
        action: {
          kind: 'command' as const,
          argv: allowed.argv,
          directory: project.directory,
          changes: allowed.changes.map((path) => below(project.directory, path)),
        },
        safe: proposal.safe,
        prior: [wins, 20 - wins] as const,
        candidates: 1,
      },
    ];
  });
}

/** Rules write commands with single blanks and no quotes. */
function wordsOf(command: string): readonly string[] {
  return /['"\\$`|&;<>(){}\n]/.test(command) ? [] : command.split(' ').filter(Boolean);
}

function below(directory: string, path: string): string {
  return directory === '.' || directory === '' ? path : `${directory}/${path}`;
}

function fromTransience({ diagnosis }: Failure): readonly FixDraft[] {
  if (!diagnosis.transient) return [];
  return [
    {
      remedy: `${diagnosis.kind}-retry`,
      title: 'Run it again, unchanged',
      why: 'What was in the way comes and goes by itself; nothing in the repository has to change.',
      action: { kind: 'retry' },
      safe: true,
      prior: [9, 1],
      candidates: 1,
    },
  ];
}
