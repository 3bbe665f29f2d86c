const max = 20;
/** Code that the project does not own: where an error surfaced, not where it is. */
const foreign =
  /(?:^|[\\/])(?:node_modules|site-packages|dist-packages|\.cargo[\\/]registry|\.rustup|rustc|hostedtoolcache|lib[\\/]python[\d.]+)[\\/]|^(?:testing\.go$|node:|<|\/usr\/(?:lib|local)\/)/;
/** Where a runner keeps its checkout. */
const workspace =
  /^(?:\/home\/runner\/work|\/Users\/runner\/work|\/__w|[A-Z]:\\a)[\\/][^\\/]+[\\/][^\\/]+[\\/]/;

interface Named {
  readonly file?: string;
  readonly test?: string;
}

/** The files and tests that captures name, each once, files relative to the checkout where that is known. */
export function namedThings(
  all: readonly Named[],
  redact: (text: string) => string,
): { readonly files: readonly string[]; readonly tests: readonly string[] } {
  const files = new Set<string>();
  const tests = new Set<string>();
  for (const captures of all) {
    const { file, test } = captures;
    if (file && !foreign.test(file)) add(files, plainPath(redact(file)));
    if (test) add(tests, redact(test));
  }
  return { files: [...files], tests: [...tests] };
}

/** A path as people write it: without scheme, leading `./` and the runner's folder of the checkout. */
export function plainPath(path: string): string {
  return path
    .replace(/^(?:file:)?\/\/(?=\/)/, '')
    .replace(workspace, '')
    .replace(/^\.[\\/](?=.)/, '');
}

function add(names: Set<string>, name: string): void {
  if (names.size < max && name.length <= 300) names.add(name);
}
