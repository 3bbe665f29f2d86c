/** How a command is started differently: other arguments for the next attempt, other folders for a verification. */
import type { AttemptCommand } from '../attempt-command.ts';

/** Gives flags other values; one that is not there is added. A script keeps its own. */
export function withFlags(
  command: AttemptCommand,
  flags: Readonly<Record<string, string>>,
): AttemptCommand {
  if (command.shell) return command;
  let { args } = command;
  for (const [flag, value] of Object.entries(flags)) args = withFlag(args, flag, value);
  return { ...command, args };
}

function withFlag(args: readonly string[], flag: string, value: string): readonly string[] {
  const at = args.indexOf(flag);
  if (at >= 0) return [...args.slice(0, at + 1), value, ...args.slice(at + 2)];
  const joined = args.findIndex((word) => word.startsWith(`${flag}=`));
  if (joined >= 0) return args.map((word, place) => (place === joined ? `${flag}=${value}` : word));
  return [...args, flag, value];
}

/** The command with the checkout in place of the root, wherever its words name that. */
export function relocated(command: AttemptCommand, root: string, checkout: string): AttemptCommand {
  const move = (word: string) => moved(word, root, checkout);
  return { ...command, file: move(command.file), args: command.args.map(move) };
}

function moved(text: string, root: string, checkout: string): string {
  let out = '';
  let from = 0;
  for (let at = text.indexOf(root); at >= 0; at = text.indexOf(root, from)) {
    const end = at + root.length;
    const whole = !/[\w./-]/.test(text[at - 1] ?? ' ') && !/[\w.-]/.test(text[end] ?? ' ');
    out += text.slice(from, at) + (whole ? checkout : root);
    from = end;
  }
  return out + text.slice(from);
}
