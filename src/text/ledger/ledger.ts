import * as z from 'zod';
import type { Run } from '../../core/model.ts';
import { parseJson, toAscii } from '../ascii-json.ts';
import { ledgerMarker } from '../issue/markers.ts';
import { packText, unpackText } from '../pack-text.ts';
import { shortDigest } from '../short-digest.ts';
import { batchRows, parseBatches, renderBatches } from './batch-rows.ts';
import { runFields } from './run-fields.ts';
import { parseSpecs, renderSpecs } from './spec-columns.ts';
import { parseStatuses, renderStatuses } from './status-columns.ts';

/** The version of the ledger's form that this program writes. */
const schema = 1;
const digestLength = 16;
/** A ledger of up to so many tasks and characters is left readable; a larger one is dense and compressed. */
const plainTasks = 200;
const plainRoom = 24_000;
/** What a ledger may become when it is inflated, and how many tasks it may claim to have. */
const maxBytes = 4 * 1024 * 1024;
const maxTasks = 20_000;

const columns = z.record(z.string(), z.unknown());
const ledgerSchema = z.strictObject({
  schema: z.literal(schema),
  run: runFields,
  batches: batchRows,
  count: z.int().nonnegative().max(maxTasks),
  tasks: columns,
  statuses: columns,
});

export type ParsedLedger =
  | { readonly ok: true; readonly run: Run; readonly digest: string }
  | { readonly ok: false; readonly code: 'absent' | 'damaged' | 'newer'; readonly why: string };

/**
 * The run as the block that ends its issue's body: an HTML comment with the run's canonical text, plain
 * while that is short, else deflated and in Base64, and with that text's digest.
 */
export function renderLedger(run: Run): string {
  const canonical = canonicalLedger(run);
  const digest = digestOf(canonical);
  const content = contentOf(canonical);
  remember({ digest, content, run });
  return blockOf(canonical.form, digest, content);
}

/** The number of characters of the block, without making its digest. */
export function ledgerLength(run: Run): number {
  const canonical = canonicalLedger(run);
  return blockOf(canonical.form, '0'.repeat(digestLength), contentOf(canonical)).length;
}

function blockOf(form: Canonical['form'], digest: string, content: string): string {
  return `${ledgerMarker} ${schema} ${form} ${digest}\n${content}\n-->`;
}

/** The first 16 hexadecimal digits of the SHA-256 of the run's canonical text. */
export function ledgerDigest(run: Run): string {
  return digestOf(canonicalLedger(run));
}

/**
 * The run again, from an issue's body or from a full copy in the journal. The block must be the only one
 * and the last thing in the text. The text is hostile: whatever is not a ledger to the last digit is
 * `damaged`; `newer` was written by a later version of this program.
 */
export function parseLedger(body: string): ParsedLedger {
  const text = body.replaceAll('\r\n', '\n').trimEnd();
  const at = text.indexOf(ledgerMarker);
  if (at < 0) return { ok: false, code: 'absent', why: 'the text has no ledger' };
  if (at !== text.lastIndexOf(ledgerMarker)) return damaged('the text has two ledgers');
  const header = /^ (\d{1,6}) (plain|deflate) ([0-9a-f]{16})\n/.exec(
    text.slice(at + ledgerMarker.length),
  );
  if (!header || (at > 0 && text[at - 1] !== '\n')) return damaged('its first line');
  if (Number(header[1]) > schema) {
    return { ok: false, code: 'newer', why: `it has version ${header[1]}, known is ${schema}` };
  }
  if (!text.endsWith('\n-->')) return damaged('something follows it, or its end is missing');
  const content = text.slice(at + ledgerMarker.length + header[0].length, -4);
  const known = recent.find((each) => each.digest === header[3] && each.content === content);
  if (known) return { ok: true, digest: known.digest, run: known.run };
  const opened =
    header[2] === 'plain' ? { ok: true as const, text: content } : unpackText(content, maxBytes);
  if (!opened.ok) return damaged(opened.why);
  if (shortDigest(opened.text) !== header[3]) return damaged('its digest is not that of its text');
  const parsed = parseCanonical(opened.text, header[3]);
  if (parsed.ok) remember({ digest: parsed.digest, content, run: parsed.run });
  return parsed;
}

/** A ledger's block and the run that it stands for. */
interface Known {
  readonly digest: string;
  readonly content: string;
  readonly run: Run;
}
/**
 * A process mostly reads what it wrote itself or read just before. The same characters stand for the same
 * run, and runs are immutable.
 */
const recent: Known[] = [];
const mostRecent = 8;

function remember(known: Known): void {
  if (recent.some(({ run }) => run === known.run)) return;
  recent.unshift(known);
  recent.length = Math.min(recent.length, mostRecent);
}

interface Canonical {
  readonly form: 'plain' | 'deflate';
  readonly text: string;
  /** Made when they are first asked for. */
  digest?: string;
  content?: string;
}
/** Runs are immutable: what one came to as text is worth keeping for its digest and its body. */
const canonicals = new WeakMap<Run, Canonical>();

function contentOf(canonical: Canonical): string {
  canonical.content ??= canonical.form === 'plain' ? canonical.text : packText(canonical.text);
  return canonical.content;
}

function digestOf(canonical: Canonical): string {
  canonical.digest ??= shortDigest(canonical.text);
  return canonical.digest;
}

/**
 * The one text of a run: JSON in ASCII without `<`, `>`, `@` and `#`, so that no host reads anything into
 * it. Its size decides its form.
 */
function canonicalLedger(run: Run): Canonical {
  const known = canonicals.get(run);
  if (known) return known;
  const plain = run.tasks.length <= plainTasks ? ledgerText(run, false) : null;
  const canonical: Canonical =
    plain && plain.length <= plainRoom
      ? { form: 'plain', text: plain }
      : { form: 'deflate', text: ledgerText(run, true) };
  canonicals.set(run, canonical);
  return canonical;
}

function ledgerText({ tasks, statuses, batches, ...rest }: Run, dense: boolean): string {
  const lines = [
    `{"schema":${schema}`,
    `"run":${JSON.stringify(runFields.parse(rest))}`,
    `"batches":${renderBatches(batches)}`,
    `"count":${tasks.length}`,
    `"tasks":${renderSpecs(tasks, dense)}`,
    `"statuses":${renderStatuses(statuses, rest, { dense })}}`,
  ];
  return toAscii(lines.join(',\n'));
}

function parseCanonical(text: string, digest: string): ParsedLedger {
  const parsed = ledgerSchema.safeParse(parseJson(text));
  if (!parsed.success) return damaged(`its \`${parsed.error.issues[0]?.path.join('.')}\``);
  const { run, count } = parsed.data;
  const specs = parseSpecs(parsed.data.tasks, count);
  if (!specs.ok) return damaged(specs.why);
  const statuses = parseStatuses(parsed.data.statuses, count, run);
  if (!statuses.ok) return damaged(statuses.why);
  const batches = parseBatches(parsed.data.batches, count);
  if (!batches) return damaged('its batches');
  const { tasks } = specs;
  return { ok: true, digest, run: { ...run, tasks, statuses: statuses.statuses, batches } };
}

function damaged(why: string): ParsedLedger {
  return { ok: false, code: 'damaged', why };
}
