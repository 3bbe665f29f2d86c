/** Cargo: dependencies, manifests, build scripts and rustfmt. */
import type { Rule } from '../rule.ts';
import { byCommand, byHand, mendCode, runAgain } from './remedies.ts';

const r = String.raw;

export const cargoRules: readonly Rule[] = [
  {
    name: 'cargo-network',
    category: 'network_or_flaky',
    strength: 3,
    literals: [
      'failed to download from',
      'failed to fetch `',
      'failed to download `',
      'download of ',
    ],
    pattern: r`^error: failed to (?:download|fetch)(?: from)? .(?P<url>[^\x60]+)`,
    block: {
      lines: 12,
      until: r`^error: |^##`,
      keep: r`\[\d+\] |timed out|Timeout|resolve|reset|HTTP`,
    },
    details: [
      {
        pattern: r`^\s+(?P<message>\[\d+\] .+|.*(?:timed out|Timeout|Could not resolve|reset).*)`,
        from: 'block',
      },
    ],
    requires: ['message'],
    summary: 'Cargo cannot download {url}: {message}',
    cause: 'The registry or the way to it failed for a moment.',
    transient: true,
    prior: [8, 2],
    remedies: runAgain,
    example:
      'error: failed to download from `https://index.example.org/se/rd/serde`\n\nCaused by:\n  [28] Timeout was reached (download of `serde` failed to transfer more than 10 bytes in 30s)\n',
  },
  {
    name: 'cargo-build-script',
    category: 'dependency_install',
    strength: 3,
    literals: ['failed to run custom build command for'],
    pattern: r`failed to run custom build command for .(?P<package>\S+ v[\w.+-]+)`,
    block: {
      lines: 40,
      until: r`^warning: build failed|^##`,
      keep: r`panicked|[Ee]rror|ould not find|not found|pkg-config`,
    },
    details: [
      {
        pattern: r`^\s*(?P<message>Could not find .+|.*pkg-config.* not .+|.*error occurred: .+)`,
        from: 'block',
      },
    ],
    absorbs: true,
    summary: 'A crate cannot be built here: {package}[: {message}]',
    cause: 'Its build script needs a native library, a header or a compiler that is not there.',
    prior: [2, 8],
    remedies: byHand('Install what the build script asks for', 'Its output names it.'),
    example:
      "error: failed to run custom build command for `openssl-sys v0.9.101`\n\nCaused by:\n  process didn't exit successfully\n  --- stderr\n  Could not find directory of OpenSSL installation\n",
  },
  {
    name: 'cargo-fmt',
    category: 'lint_error',
    strength: 3,
    literals: ['Diff in '],
    pattern: r`^Diff in (?P<file>\S+?\.rs)(?::| at line )(?P<line>\d+)`,
    block: { lines: 8, until: r`^Diff in|^##` },
    summary: '{file} is not formatted (line {line})',
    cause: 'rustfmt would write it in another way.',
    prior: [19, 1],
    remedies: [byCommand('Format it', 'cargo fmt', 'It changes the layout and not the meaning.')],
    example: 'Diff in /src/lib.rs:1:\n-fn a(){}\n+fn a() {}\n',
  },
  {
    name: 'cargo-manifest',
    category: 'configuration',
    strength: 3,
    literals: ['Cargo.toml'],
    pattern: r`^\s*--> (?P<file>\S*Cargo\.toml):(?P<line>\d+):\d+`,
    block: { lines: 5, before: 1, until: r`^$` },
    details: [{ pattern: r`^error: (?P<message>.+)`, from: 'above', show: true }],
    requires: ['message'],
    summary: '{file}:{line} cannot be read: {message}',
    cause: 'The manifest is not valid.',
    prior: [1, 9],
    remedies: mendCode,
    example: 'error: unquoted keys cannot be empty\n --> Cargo.toml:7:3\n  |\n7 | [[[\n  |   ^\n',
  },
  {
    name: 'cargo-dependencies',
    category: 'dependency_install',
    strength: 3,
    literals: [
      'error: failed to select a version',
      'error: no matching package',
      'failed to resolve patches',
      'needs to be updated but --locked',
      'because --locked was passed',
      'is not supported by the following package',
      'failed to parse manifest',
      'cannot be built because it requires rustc',
      'failed to get `',
      'error: failed to parse lock file',
      'error: failed to load source for dependency',
      'requires rustc ',
    ],
    pattern: r`(?P<message>failed to select a version for .+|no matching package (?:named .+ )?found.*|failed to resolve patches.*|the lock file \S+ needs to be updated but --locked.*|cannot update the lock file \S+ because --locked was passed.*|failed to parse manifest at .+|package .* cannot be built because it requires rustc .*|rustc \S+ is not supported by the following packages?:|failed to get .\S+. as a dependency.*|failed to parse lock file.*|failed to load source for dependency .+)`,
    block: { lines: 16, until: r`^##`, keep: r`\S` },
    summary: 'Cargo cannot settle the dependencies: {message}',
    cause: 'A version does not exist, excludes another, or is not in the lock.',
    prior: [2, 8],
    remedies: byHand(
      'Choose versions that go together',
      'Which requirement may move is a decision.',
    ),
    example:
      'error: failed to select a version for the requirement `serde = "^99"`\ncandidate versions found which didn\'t match: 1.0.2, 1.0.1\n',
  },
];
