import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { jobTokenVariable } from './act-copy.ts';

/** A step's environment from inputs of its action: `INPUT_REF: ${{ inputs.ref }}` and so on. */
function inputEnvironment(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [
      `INPUT_${name.toUpperCase().replaceAll('-', '_')}`,
      ['$', `{{ inputs.${name} }}`].join(''),
    ]),
  );
}

function actionFile(
  name: string,
  inputs: Readonly<Record<string, string>>,
  script: string,
  outputs: readonly string[] = [],
): string {
  return stringify({
    name,
    description: `What the runner of the embedded GitHub uses for ${name}`,
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([input, value]) => [
        input,
        { description: input, required: false, default: value },
      ]),
    ),
    outputs: Object.fromEntries(
      outputs.map((output) => [
        output,
        { description: output, value: ['$', `{{ steps.main.outputs.${output} }}`].join('') },
      ]),
    ),
    runs: {
      using: 'composite',
      steps: [
        { id: 'main', shell: 'bash', run: script, env: inputEnvironment(Object.keys(inputs)) },
      ],
    },
  });
}

/** Fetches by git over HTTP with the job's token, and keeps no credentials unless asked to. */
const checkoutScript = `set -euo pipefail
target="\${INPUT_PATH:-.}"
mkdir -p "$target"
cd "$target"
repository="\${INPUT_REPOSITORY:-$GITHUB_REPOSITORY}"
token="\${INPUT_TOKEN:-$${jobTokenVariable}}"
url="$GITHUB_SERVER_URL/$repository.git"
basic="$(printf 'x-access-token:%s' "$token" | base64 | tr -d '\\n')"
git init --quiet .
git remote remove origin 2>/dev/null || true
git remote add origin "$url"
export GIT_TERMINAL_PROMPT=0 GIT_CONFIG_COUNT=1
export GIT_CONFIG_KEY_0=http.extraheader GIT_CONFIG_VALUE_0="Authorization: Basic $basic"
depth=()
if [ "$INPUT_FETCH_DEPTH" != 0 ]; then depth=("--depth=$INPUT_FETCH_DEPTH"); fi
git fetch --quiet "\${depth[@]}" origin "\${INPUT_REF:-$GITHUB_SHA}"
if [ -n "$INPUT_SPARSE_CHECKOUT" ]; then
  mode=--no-cone
  if [ "$INPUT_SPARSE_CHECKOUT_CONE_MODE" = true ]; then mode=--cone; fi
  printf '%s\\n' "$INPUT_SPARSE_CHECKOUT" | git sparse-checkout set "$mode" --stdin
fi
git checkout --quiet --force --detach FETCH_HEAD
if [ "$INPUT_PERSIST_CREDENTIALS" = true ]; then
  git config http.extraheader "Authorization: Basic $basic"
fi
echo "commit=$(git rev-parse HEAD)" >> "$GITHUB_OUTPUT"
`;

const checkout = () =>
  actionFile(
    'actions/checkout',
    {
      repository: '',
      ref: '',
      token: '',
      path: '',
      'fetch-depth': '1',
      'persist-credentials': 'true',
      'sparse-checkout': '',
      'sparse-checkout-cone-mode': 'true',
    },
    checkoutScript,
    ['commit'],
  );

/** Finds the files as the real action does: one file by its name, of folders what is below them. */
const uploadProgram = `import { appendFileSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
const { env } = process;
const hidden = env.INPUT_INCLUDE_HIDDEN_FILES === 'true';
const walk = (at) => {
  const seen = statSync(at, { throwIfNoEntry: false });
  if (!seen) return [];
  if (!seen.isDirectory()) return [at];
  return readdirSync(at)
    .filter((name) => hidden || !name.startsWith('.'))
    .flatMap((name) => walk(join(at, name)));
};
const paths = env.INPUT_PATH.split('\\n').map((line) => line.trim()).filter((line) => line !== '');
const roots = paths.map((path) => resolve(path));
const files = [...new Set(roots.flatMap(walk))];
const folderOf = (root) => (statSync(root, { throwIfNoEntry: false })?.isDirectory() ? root : dirname(root));
const common = (a, b) => {
  const left = a.split(sep);
  const right = b.split(sep);
  const end = left.findIndex((part, index) => part !== right[index]);
  return left.slice(0, end < 0 ? left.length : end).join(sep) || sep;
};
const base = roots.map(folderOf).reduce(common);
if (files.length === 0) {
  const message = 'No files were found with the provided path: ' + paths.join(', ');
  const how = env.INPUT_IF_NO_FILES_FOUND;
  if (how !== 'ignore') console.log((how === 'error' ? '::error::' : '::warning::') + message);
  process.exit(how === 'error' ? 1 : 0);
}
const answer = await fetch(env.GITHUB_API_URL + '/_embedded/actions/runs/' + env.GITHUB_RUN_ID + '/artifacts', {
  method: 'POST',
  headers: { authorization: 'Bearer ' + env.${jobTokenVariable}, 'content-type': 'application/json' },
  body: JSON.stringify({
    name: env.INPUT_NAME,
    overwrite: env.INPUT_OVERWRITE === 'true',
    retention_days: Number(env.INPUT_RETENTION_DAYS || 90),
    files: files.map((file) => ({
      path: files.length === 1 && paths.length === 1 ? relative(base, file) || basename(file) : relative(base, file),
      content: readFileSync(file).toString('base64'),
    })),
  }),
});
const stored = await answer.json();
if (!answer.ok) {
  console.log('::error::' + stored.message);
  process.exit(1);
}
console.log('Artifact ' + env.INPUT_NAME + ' has been successfully uploaded! Artifact ID is ' + stored.id);
appendFileSync(env.GITHUB_OUTPUT, 'artifact-id=' + stored.id + '\\nartifact-url=' + stored.url + '\\nartifact-digest=' + stored.digest + '\\n');
`;

const uploadArtifact = () =>
  actionFile(
    'actions/upload-artifact',
    {
      name: 'artifact',
      path: '',
      'if-no-files-found': 'warn',
      'retention-days': '',
      overwrite: 'false',
      'include-hidden-files': 'false',
      'compression-level': '6',
    },
    'node "$GITHUB_ACTION_PATH/upload.mjs"',
    ['artifact-id', 'artifact-url', 'artifact-digest'],
  );

const setupNode = () => actionFile('actions/setup-node', { 'node-version': '' }, 'node --version');

/** Made when they are asked for: most runs on a machine call no workflow. */
const files: Readonly<Record<string, () => Readonly<Record<string, string>>>> = {
  'actions/checkout': () => ({ 'action.yml': checkout() }),
  'actions/upload-artifact': () => ({
    'action.yml': uploadArtifact(),
    'upload.mjs': uploadProgram,
  }),
  'actions/setup-node': () => ({ 'action.yml': setupNode() }),
};

/**
 * Writes an action that does here what GitHub's own of this name does there, and answers whether
 * there is one: the runner has no network, and artifacts go to the embedded GitHub.
 */
export function writeStandIn(repository: string, folder: string): boolean {
  const found = files[repository];
  if (!found) return false;
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(found())) writeFileSync(join(folder, name), text);
  return true;
}
