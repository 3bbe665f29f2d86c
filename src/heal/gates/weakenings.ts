/**
 * One way in which a change could make a failure vanish instead of mending it, or open a door. Patterns are
 * counted over the lines that differ.
 */
export interface Weakening {
  /** In words, as the end of "The change of `x` ...". */
  readonly what: string;
  /** `more`: occurs more often afterwards. `fewer`: less often. `other`: the lines that hold it differ. */
  readonly when: 'more' | 'fewer' | 'other';
  /** With the flag `g`; linear on hostile lines. */
  readonly pattern: RegExp;
  /** Names of files in lower case; all where it is missing. */
  readonly files?: RegExp;
}

const templates = /\.(?:sql|jinja2?|j2|ya?ml|md)$/;
const sql = /\.(?:sql|jinja2?|j2)$/;

export const weakenings: readonly Weakening[] = [
  {
    what: 'skips a test, or marks it as expected to fail',
    when: 'more',
    pattern:
      /\b(?:it|test|describe|context|suite|bench)\.(?:skip|only|todo|failing|fixme|concurrent\.skip)\b|\b[xf](?:it|test|describe|context)\s*\(|pytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)\b|\bunittest\.(?:skip|expectedfailure)|@(?:skip|skipif|expectedfailure|disabled|ignore)\b|\bskiptest\b|\bt\.skip(?:now|f)?\(|#\[ignore|#\[should_panic|\[ignore|\bskip\s*=\s*["'true]|\bpending\s*\(|\bassume(?:true|false|that)\s*\(/gi,
  },
  {
    what: 'silences a linter, a type checker, a security check or coverage',
    when: 'more',
    pattern:
      /(?:eslint|tslint|oxlint|stylelint|rubocop|pylint|ruff|flake8|pyright|mypy|yamllint|markdownlint|shellcheck|hadolint|ktlint|detekt|swiftlint|golint|sqlfluff|credo|phpcs|biome|prettier|deno-lint|clang-format)[\s:_-]{1,3}(?:disable|ignore|off|noqa|allow)\b|\bnoqa\b|\bnolint\b|\bnosec\b|\bnosonar\b|\bnosemgrep\b|type:\s?ignore|@ts-(?:ignore|expect-error|nocheck)|#!?\[allow\(|@suppress|#pragma\s+warning|#nullable\s+disable|(?:istanbul|c8|v8)\s+ignore|pragma:\s?no\s?cover|lcov_excl|checkov:skip|tfsec:ignore|trivy:ignore|gitleaks:allow|ignore_errors|cspell:disable/gi,
  },
  {
    what: 'takes a type away from the type checker',
    when: 'more',
    pattern: /\bas\s+(?:any|unknown)\b|:\s?any\b|<any>|!\./g,
    files: /\.[cm]?tsx?$/,
  },
  {
    what: 'lets a command go on or succeed where it failed',
    when: 'more',
    pattern:
      /\|\|\s*(?:true|:|exit\s+0|echo|\/bin\/true)|;\s*(?:true|exit\s+0)\s*$|\bset\s+\+[a-z]*e|set\s+\+o\s+(?:errexit|pipefail)|\bexit\s*\(?\s*0\b|_exit\(\s*0|continue[-_]on[-_]error|allow_failure|ignore[-_]errors|--exit-zero|--passwithnotests|--no-verify|--no-fail|--exclude\b|--deselect|--ignore(?:-glob)?\b|--skip[-\w]*|--max-warnings|--warn-error-options|--lf\b|--force\b/gi,
  },
  {
    what: 'swallows an error',
    when: 'more',
    pattern:
      /\bexcept\b[^:\n]{0,200}:|\bcatch\b|\bcontextlib\.suppress|\bon\s+error\s+resume|\brescue\b|\brecover\(\)|\.ok\(\)|\.unwrap_or|\bsignal\.SIG_IGN|\btrap\s+['"]{2}/gi,
  },
  {
    what: 'turns code off',
    when: 'more',
    pattern:
      /\bif\s+(?:false|0|not\s+true)\b|\bif\s*\(\s*(?:false|0|!\s*true|!1)\s*\)|#\s?if\s+0\b|\bwhere\s+(?:false|0\b|1\s*=\s*0|0\s*=\s*1|not\s+true|'?\w'?\s*(?:<>|!=)\s*'?\w'?\s*$)|\blimit\s+0\b|\{%-?\s*if\s+(?:false|none|0)\b|\{%-?\s*raw\b/gi,
  },
  {
    what: 'takes away a check that raises an error',
    when: 'fewer',
    pattern:
      /\bassert|\bexpect\s*\(|\braise\b|\bthrow\b|\bpanic!?\(|\brequire\.\w|\bexceptions\.\w|\bset\s+-[a-z]*e|\bpipefail\b|\b(?:sys\.)?exit\s*\(?\s*[1-9]|\bfail(?:now)?\s*\(|\bcheck\s*\(|\bvalidate\w*\s*\(/gi,
  },
  {
    what: 'changes what is asserted',
    when: 'other',
    pattern: /\bassert\w*\b|\bexpect\s*\(/gi,
  },
  {
    what: 'changes a threshold or a tolerance',
    when: 'other',
    pattern:
      /coverage|fail[-_]under|thresholds?\b|tolerance|\b[ar]tol\b|\bepsilon\b|\bdelta\s*=|max[-_]?(?:warnings|complexity|failures|errors)|\bsignificance\b|\b(?:warn|error)_(?:if|after)\b/gi,
  },
  {
    what: 'changes how strictly dbt judges, or whether something runs',
    when: 'more',
    pattern:
      /\bseverity\b|\bwarn_if\b|\berror_if\b|\bfail_calc\b|\bstore_failures(?:_as)?\b|\benabled\s*=|\bfull_refresh\b|\bpre[-_]hook\b|\bpost[-_]hook\b|\bon[-_]run[-_](?:start|end)\b/gi,
    files: templates,
  },
  {
    what: 'brings in what runs while dbt compiles',
    when: 'more',
    pattern:
      /\brun_query\b|\bstatement\b|\bload_result\b|\badapter\s*[.[]|\bapi\s*\.|\bmodules\b|\benv_var\b|\{%-?\s*(?:do|call|macro|test|data_test|materialization|snapshot|include|import|from|extends)\b|\bgraph\s*\.|\bflags\s*\.|\bfrom(?:yaml|json)\b|__\w+__|\bselected_resources\b|\|\s*attr\b|\bcontext\s*\[/gi,
    files: templates,
  },
  {
    what: 'brings in SQL that writes, or reads from elsewhere',
    when: 'more',
    pattern:
      /\b(?:copy|attach|detach|install|load|export|import|pragma|call|execute|prepare|insert|update|delete|drop|truncate|alter|grant|revoke|create|merge|vacuum|unload)\b|\bpg_\w+\s*\(|\blo_\w+\s*\(|\bdblink\w*|\bread_\w+\s*\(|\bparquet_scan\b|\bsniff_csv\b|\bglob\s*\(|\bgetenv\b|\bhttpfs\b|\bsqlite_scan\b|\bpostgres_(?:scan|query|execute)\b|\bxp_\w+|\bexternal_query\b|\bnet\.http|\bquery(?:_table)?\s*\(/gi,
    files: sql,
  },
  {
    what: 'names an address that it did not name before',
    when: 'more',
    pattern: /\b(?:https?|ftps?|s3a?|gs|gcs|abfss?|wasbs?|file|git|ssh|data|javascript):(?=\S)/gi,
  },
  {
    what: 'starts programs or talks to the network',
    when: 'more',
    pattern:
      /\b(?:curl|wget|ncat|netcat|socat|telnet|scp|rsync|nslookup|base64)\b|\/dev\/(?:tcp|udp)|\beval\b|\bexec\w*\s*\(|\bsubprocess\b|\bos\.(?:system|popen|spawn\w*|exec\w*|environ|getenv)|\bpopen\b|child_process|\bexecsync\b|\bspawn\w*\s*\(|process\.env|\b__import__\b|\bimportlib\b|\bpickle\b|\bmarshal\b|\bctypes\b|\brequests\.\w|\burllib\w*|\bhttpx?\.\w|\baiohttp\b|\bsockets?\b|\bfetch\s*\(|\baxios\b|xmlhttprequest|\bnet\/http\b|\bruntime\.getruntime|\bprocessbuilder\b|\binvoke-\w+|\biex\b|\bdns\.\w|\bsmtplib\b|\bos\/exec\b|\bcommand::new|\bvm\.run\w*|new\s+function\s*\(|\bshell\s*=\s*true/gi,
  },
  {
    what: 'brings in text that nobody can read',
    when: 'more',
    pattern: /[A-Za-z0-9+/=_-]{160,}|(?:\\x[0-9a-f]{2}){8,}|(?:\\u[0-9a-f]{4}){8,}/gi,
  },
];

/** SQL words that drop rows or hide values: none of them may be added by a fix. */
export const hidingWords: readonly string[] = [
  'where',
  'having',
  'qualify',
  'limit',
  'offset',
  'fetch',
  'distinct',
  'coalesce',
  'ifnull',
  'nvl',
  'nullif',
  'isnull',
  'try_cast',
  'safe_cast',
  'try_convert',
  'try',
  'try_strptime',
  'conflict',
  'ignore',
  'left',
  'right',
  'full',
  'cross',
  'semi',
  'anti',
  'union',
  'except',
  'exclude',
  'intersect',
  'tablesample',
  'sample',
  'exists',
  'case',
  'filter',
  'any_value',
  'arbitrary',
  'first',
  'replace',
];
