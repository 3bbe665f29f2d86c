import type { Proposal } from './diagnosis.ts';
import type { Captures } from './pattern.ts';
import { renderTemplate } from './render-template.ts';
import type { Rule } from './rule.ts';

/** What a rule proposes for what it captured; remedies whose captures are missing are left out. */
export function proposalsOf(rule: Rule, captures: Captures): readonly Proposal[] {
  const confidence = Math.round((100 * rule.prior[0]) / (rule.prior[0] + rule.prior[1]));
  return rule.remedies.flatMap((remedy, index) => {
    const title = renderTemplate(remedy.title, captures);
    const why = renderTemplate(remedy.why, captures);
    if (title === null || why === null) return [];
    const command = remedy.command && commandOf(remedy.command, captures);
    if (command === null) return [];
    return [
      {
        id: `${rule.name}-${index + 1}`,
        title,
        confidence,
        cases: 0,
        safe: remedy.safe,
        ...(command ? { command } : {}),
        why,
      },
    ];
  });
}

/** A command with captures only of plain words: text of a log never becomes shell. */
function commandOf(template: string, captures: Captures): string | null {
  const used = Object.entries(captures).filter(([name]) => template.includes(`{${name}}`));
  if (used.some(([, value]) => !/^[\w@./+:=][\w@./+:=-]{0,200}$/.test(value))) return null;
  return renderTemplate(template, captures, 300);
}
