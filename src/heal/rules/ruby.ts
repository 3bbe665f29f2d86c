/** Ruby: RSpec, Minitest, RuboCop, Bundler. */
import type { Rule } from '../rule.ts';
import { byCommand, byHand, mendCode, readTest } from './remedies.ts';

const r = String.raw;
const failed = {
  category: 'test_assertion',
  strength: 3,
  yields: 'causes',
  cause: 'A test found another behaviour than it expects.',
  prior: [1, 9],
  remedies: readTest,
} as const;

export const rubyRules: readonly Rule[] = [
  {
    name: 'rspec',
    ...failed,
    literals: ['Failure/Error:'],
    pattern: r`^\s+Failure/Error: (?P<code>.*)`,
    block: { lines: 14, before: 1, until: r`^\s+\d+\) |^Finished` },
    details: [
      { pattern: r`^\s+\d+\) (?P<test>\S.*)`, from: 'above', show: true },
      { pattern: r`# (?P<file>\./\S+?):(?P<line>\d+)`, from: 'block' },
      { pattern: r`^\s+(?P<message>(?:expected|got|\w+Error).*)`, from: 'block' },
    ],
    summary: '"{test}"[ ({file}:{line})] does not hold[: {message}]',
    example:
      "Failures:\n\n  1) Cart adds up\n     Failure/Error: expect(total).to eq(4)\n\n       expected: 4\n            got: 3\n\n     # ./spec/cart_spec.rb:5:in `block (2 levels) in <top (required)>'\n\nFinished in 0.01 seconds\n1 example, 1 failure\n",
  },
  {
    name: 'minitest',
    ...failed,
    literals: ['#test_'],
    pattern: r`^(?:\s+\d+\) (?:Failure|Error):\s*)?(?P<test>[\w:]+#test_\S*?)(?: \[(?P<file>[\w./-]+\.rb):(?P<line>\d+)\])?:$`,
    block: { lines: 8, before: 1, until: r`^$` },
    details: [
      { pattern: r`^(?P<message>(?:Expected|[\w:]+Error|Failed).*)`, from: 'block' },
      { pattern: r`(?P<file>test/[\w./-]+\.rb):(?P<line>\d+)`, from: 'block' },
    ],
    summary: '{test}[ ({file}:{line})] does not hold[: {message}]',
    example:
      'Failure:\nCartTest#test_total [test/cart_test.rb:9]:\nExpected: 4\n  Actual: 3\n\nbin/rails test test/cart_test.rb:7\n\n1 runs, 1 assertions, 1 failures, 0 errors, 0 skips\n',
  },
  {
    name: 'rspec-load',
    category: 'compile_error',
    strength: 3,
    literals: ['An error occurred while loading '],
    pattern: r`^An error occurred while loading (?P<file>\S+?)\.?$`,
    block: { lines: 10, until: r`^# |^Finished` },
    details: [
      {
        pattern: r`^(?P<message>(?:\w+::)*\w*Error:?.*|\s+undefined .+|\s+cannot load such file.*)`,
        from: 'block',
      },
    ],
    yields: 'all',
    summary: 'The test file {file} cannot be loaded[: {message}]',
    cause: 'It, or what it requires, cannot be read or raises while it is loaded.',
    prior: [1, 9],
    remedies: mendCode,
    example:
      "An error occurred while loading ./spec/cart_spec.rb.\nFailure/Error: class Cart < Nothing\n\nNameError:\n  uninitialized constant Nothing\n# ./spec/cart_spec.rb:1:in `<top (required)>'\n",
  },
  {
    name: 'ruby-load',
    category: 'dependency_install',
    strength: 2,
    literals: ['cannot load such file -- '],
    pattern: r`cannot load such file -- (?P<package>\S+)`,
    summary: 'Ruby does not find {package}',
    cause: 'The gem is not installed or not in the bundle, or the path is wrong.',
    prior: [3, 7],
    remedies: byHand(
      'Add the gem to the Gemfile, or correct the path',
      'Whether a gem may come in is a decision.',
    ),
    example: 'ruby: cannot load such file -- nothing (LoadError)\n',
  },
  {
    name: 'bundler-frozen',
    category: 'dependency_install',
    strength: 3,
    literals: [
      'frozen mode is set',
      'You are trying to install in deployment mode',
      'The gemspecs for path gems changed',
      'Your bundle only supports platforms',
    ],
    pattern: r`(?P<message>.*lockfile can't be updated because frozen mode is set|You are trying to install in deployment mode.*|The gemspecs for path gems changed.*|Your bundle only supports platforms.*)`,
    block: { lines: 6, until: r`^Run |^##` },
    summary: 'Gemfile.lock does not fit the Gemfile: {message}',
    cause: 'The Gemfile was changed, and the lock was not written again for this platform.',
    prior: [5, 5],
    remedies: byHand('Run `bundle install` and commit the lock', 'Versions may move with it.'),
    example:
      "The gemfile was read.\nThe dependencies in your gemfile changed, but the lockfile can't be updated because frozen mode is set\n\nYou have added to the Gemfile:\n* sidekiq\n",
  },
  {
    name: 'bundler-gems',
    category: 'dependency_install',
    strength: 3,
    literals: [
      "Could not find gem '",
      'Bundler could not find compatible versions',
      'An error occurred while installing',
      'Could not find compatible versions',
      'Bundler::GemNotFound',
      'Failed to build gem native extension',
      'Gem::Ext::BuildError',
    ],
    pattern: r`(?:Could not find gem '(?P<package>[^']+)'|(?P<message>(?:Bundler c|C)ould not find compatible versions.*|.*Failed to build gem native extension)|An error occurred while installing (?P<package2>\S+)|Bundler::GemNotFound|Gem::Ext::BuildError)`,
    block: {
      lines: 24,
      until: r`^##`,
      keep: r`error|Error|ecause|incompatible|version solving|depends|\*\*\*|An error|checking for .* no$`,
    },
    details: [{ pattern: r`An error occurred while installing (?P<package>\S+)`, from: 'block' }],
    summary: 'The gems cannot be installed[: {package}][: {message}]',
    cause: 'A gem does not exist in that version, excludes another, or does not build here.',
    prior: [2, 8],
    remedies: byHand('Correct the Gemfile', 'Which version may move is a decision.'),
    example:
      "Could not find gem 'foo (= 9.9)' in rubygems repository https://rubygems.example.org/ or installed locally.\n",
  },
  {
    name: 'rubocop',
    category: 'lint_error',
    strength: 3,
    literals: ['.rb:', '.rake:'],
    pattern: r`^(?P<file>\S+\.(?:rb|rake|gemspec)|Gemfile):(?P<line>\d+):\d+: (?P<level>[CWEFR]): (?P<message>.+)`,
    block: { lines: 2 },
    summary: '{file}:{line} does not pass RuboCop: {message}',
    cause: 'RuboCop forbids it.',
    prior: [5, 5],
    remedies: [
      byCommand(
        'Let RuboCop mend what is safe',
        'bundle exec rubocop -a {file}',
        'It applies only what it marks as safe; the check is run again.',
      ),
      ...mendCode,
    ],
    example:
      'lib/shop.rb:3:5: C: [Correctable] Style/StringLiterals: Prefer single-quoted strings\n    a = "x"\n        ^^^\n',
  },
];
