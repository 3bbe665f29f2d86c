import { XMLParser } from 'fast-xml-parser';

type TestOutcome = 'passed' | 'failed' | 'error' | 'skipped';

/** One test of a report in JUnit's form. */
export interface JunitTest {
  readonly name: string;
  readonly classname: string;
  /** As the report has it; empty where it names none. */
  readonly file: string;
  readonly outcome: TestOutcome;
  /** Of a failure or error: its message, or the start of its text. */
  readonly message: string;
}

export interface JunitReport {
  readonly tests: readonly JunitTest[];
  /** Tests that were not skipped: what was really executed. */
  readonly executed: number;
}

const maxCharacters = 50_000_000;
const maxTests = 100_000;
const maxMessage = 4_000;

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

/**
 * Reads a report in JUnit's form, as pytest, Maven, Gradle, jest-junit, go-junit-report and many more write it;
 * null for what is none. No entities are expanded: a document with a type declaration is refused.
 */
export function readJunit(text: string): JunitReport | null {
  if (text.length > maxCharacters || /<!(?:DOCTYPE|ENTITY)/i.test(text)) return null;
  const root = parse(text);
  if (!root) return null;
  const tests: JunitTest[] = [];
  gather(root, '', tests);
  return { tests, executed: tests.filter(({ outcome }) => outcome !== 'skipped').length };
}

export function failedTests(report: JunitReport): readonly JunitTest[] {
  return report.tests.filter(({ outcome }) => outcome === 'failed' || outcome === 'error');
}

function parse(text: string): Element | null {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
  });
  try {
    const elements = elementsOf(parser.parse(text));
    const root = elements.find(({ name }) => name === 'testsuites' || name === 'testsuite');
    return root ?? null;
  } catch {
    // What is not XML, or is nested too deeply to be a report.
    return null;
  }
}

/** The parser's own form: `[{tag: [...], ':@': {attributes}}, {'#text': '...'}]`. */
function elementsOf(nodes: unknown): readonly Element[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.flatMap((node: Record<string, unknown>) => {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
    if (name === undefined) return [];
    const inner = node[name];
    const attributes = Object.entries((node[':@'] ?? {}) as Record<string, unknown>);
    return [
      {
        name,
        attributes: Object.fromEntries(attributes.map(([key, value]) => [key, decoded(value)])),
        children: elementsOf(inner),
        text: textOf(inner),
      },
    ];
  });
}

function textOf(nodes: unknown): string {
  if (!Array.isArray(nodes)) return '';
  const parts = nodes.map((node: Record<string, unknown>) => decoded(node['#text'] ?? ''));
  return parts.join('').slice(0, maxMessage);
}

function gather(element: Element, file: string, tests: JunitTest[]): void {
  const own = element.attributes.file ?? element.attributes.filepath ?? file;
  for (const child of element.children) {
    if (tests.length >= maxTests) return;
    if (child.name === 'testcase') tests.push(testOf(child, own));
    else if (child.name === 'testsuite') gather(child, own, tests);
  }
}

function testOf(element: Element, file: string): JunitTest {
  const { attributes, children } = element;
  const verdict = children.find(({ name }) => outcomes.has(name));
  return {
    name: (attributes.name ?? '').slice(0, 500),
    classname: (attributes.classname ?? '').slice(0, 500),
    file: (attributes.file ?? file).slice(0, 500),
    outcome: outcomes.get(verdict?.name ?? '') ?? 'passed',
    message: verdict && verdict.name !== 'skipped' ? messageOf(verdict) : '',
  };
}

const outcomes: ReadonlyMap<string, TestOutcome> = new Map([
  ['failure', 'failed'],
  ['error', 'error'],
  ['skipped', 'skipped'],
]);

function messageOf({ attributes, text }: Element): string {
  const message = attributes.message ?? '';
  return (message.trim() === '' ? text.trim() : message).slice(0, maxMessage);
}

/** The five entities that XML itself has, and characters by number; no others exist without a declaration. */
function decoded(value: unknown): string {
  const text = typeof value === 'string' ? value : '';
  return text.replace(/&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g, character);
}

const named: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

function character(whole: string, name?: string, decimal?: string, hex?: string): string {
  if (name !== undefined) return named[name] ?? whole;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
