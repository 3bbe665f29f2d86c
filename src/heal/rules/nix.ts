/** Nix: builders that fail, and hashes that do not fit. */
import type { Rule } from '../rule.ts';
import { byHand, mendCode } from './remedies.ts';

const r = String.raw;

export const nixRules: readonly Rule[] = [
  {
    name: 'nix-hash',
    category: 'dependency_install',
    strength: 3,
    literals: ['hash mismatch in fixed-output derivation'],
    pattern: r`error: hash mismatch in fixed-output derivation '(?:/nix/store/\w+-)?(?P<package>[^']+?)(?:\.drv)?'`,
    block: { lines: 3, keep: r`specified:|got:|wanted:` },
    details: [{ pattern: r`got: +(?P<hash>\S+)`, from: 'block' }],
    summary: 'What Nix fetched for {package} has another hash than the expression says[: {hash}]',
    cause: 'The source or its dependencies changed, and the hash in the expression did not.',
    prior: [4, 6],
    remedies: byHand(
      'Write the hash that it got into the expression, if the change was meant',
      'A hash that changes by itself can be an attack.',
    ),
    example:
      "error: hash mismatch in fixed-output derivation '/nix/store/cccc1qv8-shop-1.0-go-modules.drv':\n         specified: sha256-AAAA=\n            got:    sha256-2hHh=\n",
  },
  {
    name: 'nix-builder',
    category: 'compile_error',
    strength: 3,
    literals: [
      "builder for '/nix/store/",
      'Reason: builder failed with',
      "Cannot build '/nix/store/",
    ],
    pattern: r`(?:builder for|Cannot build) '/nix/store/\w+-(?P<package>[^']+?)\.drv'`,
    block: { lines: 40, until: r`For full logs|^##`, keep: r`^\s+> ` },
    details: [
      {
        pattern: r`^\s+> (?P<message>.*(?:[Ee]rror|ERROR|FAIL|undefined|not found|cannot|No such).*)`,
        from: 'block',
      },
    ],
    absorbs: true,
    summary: 'The derivation {package} does not build[: {message}]',
    cause: 'Its builder ended with an error; its last lines say with which.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      "error: builder for '/nix/store/29sdh85i-shop-1.0.drv' failed with exit code 1;\n       last 2 log lines:\n       > Building subPackage ./cmd/shop\n       > cart.go:4:2: undefined: totl\n       For full logs, run 'nix log /nix/store/29sdh85i-shop-1.0.drv'.\n",
  },
  {
    name: 'nix-eval',
    category: 'configuration',
    strength: 2,
    literals: [
      'while evaluating',
      'while calling the ',
      "error: attribute '",
      'error: undefined variable',
      'error: flake ',
    ],
    pattern: r`^\s*error: (?P<message>(?:attribute '.+' missing|undefined variable '.+'|flake '.+' does not provide .+).*)`,
    block: { lines: 3, keep: r`\S` },
    details: [{ pattern: r`at (?P<file>\S+\.nix):(?P<line>\d+)`, from: 'block' }],
    summary: 'A Nix expression cannot be evaluated[ ({file}:{line})]: {message}',
    cause: 'The expression names something that does not exist.',
    prior: [1, 9],
    remedies: mendCode,
    example: "error: attribute 'shopp' missing\n       at /src/flake.nix:12:9:\n           11|\n",
  },
];
