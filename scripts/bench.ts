/**
 * All figures in one table: `npm run bench [-- --json]`. Each is measured by a script of its own, one after
 * another, so that none disturbs another.
 */
import { spawnSync } from 'node:child_process';
import * as z from 'zod';

interface Figure {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** Not above this. */
  readonly target: number;
}

function measured<S extends z.ZodType>(schema: S, ...args: string[]): z.output<S> {
  process.stderr.write(`measuring: ${args.join(' ')}\n`);
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--expose-gc', '--import', 'tsx', ...args, '--json'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26 },
  );
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}`);
  return schema.parse(JSON.parse(stdout));
}

const number = z.number();

function decisions(): Figure[] {
  const rows = measured(
    z.array(z.object({ name: z.string(), ms: number, heapMb: number })),
    'scripts/bench-decide.ts',
  );
  return rows.flatMap(({ name, ms, heapMb }) => [
    { what: `decide, ${name}`, value: ms, unit: 'ms', target: 150 },
    { what: `decide, ${name}: heap`, value: heapMb, unit: 'MB', target: 100 },
  ]);
}

const scheduleTargets: Readonly<Record<string, number>> = {
  '2': 0.7,
  '4': 0.9,
  '8': 0.9,
  '16': 0.1,
};

function schedules(): Figure[] {
  const rows = measured(
    z.array(z.object({ file: z.string(), slots: z.union([z.string(), number]), above: number })),
    'scripts/bench-schedule.ts',
    'bench/stg50.json',
    'bench/psplib-j30.json',
  );
  return rows.map(({ file, slots, above }) => ({
    what: `schedule, ${file}, ${slots === '*' ? 'four resources' : `${slots} slots`}`,
    value: above,
    unit: '% above the optimum',
    target: scheduleTargets[String(slots)] ?? 4.5,
  }));
}

function apiCalls(): Figure[] {
  const { reconcile, settlesAtOnce } = measured(
    z.object({
      reconcile: z.array(z.object({ tasks: number, calls: number })),
      settlesAtOnce: z.object({ settles: number, meanTries: number, callsPerSettle: number }),
    }),
    'scripts/bench-api.ts',
  );
  return [
    ...reconcile.map(({ tasks, calls }) => ({
      what: `calls of a reconcile, ${tasks} tasks`,
      value: calls,
      unit: 'calls',
      target: 3,
    })),
    {
      what: `${settlesAtOnce.settles} settles at once: tries`,
      value: settlesAtOnce.meanTries,
      unit: 'each',
      target: 4,
    },
    {
      what: `${settlesAtOnce.settles} settles at once: calls`,
      value: settlesAtOnce.callsPerSettle,
      unit: 'each',
      target: 6,
    },
  ];
}

function starts(): Figure[] {
  const modes = measured(
    z.record(z.string(), z.object({ ratio: number })),
    'scripts/bench-start.ts',
  );
  return Object.entries(modes).map(([mode, { ratio }]) => ({
    what: `start of the Action, mode ${mode}`,
    value: ratio,
    unit: 'x an empty script',
    target: 1.8,
  }));
}

function localHost(): Figure[] {
  const rows = measured(
    z.array(
      z.object({
        name: z.string(),
        ratio: number,
        aboveBarePerTask: number,
        peakMegabytes: number,
        requestsPerTask: number,
      }),
    ),
    'scripts/bench-local.ts',
  );
  return rows.flatMap(({ name, ratio, aboveBarePerTask, peakMegabytes, requestsPerTask }) => [
    name === 'chain'
      ? {
          what: 'local, chain of 100',
          value: aboveBarePerTask,
          unit: 'ms a step above spawn',
          target: 15,
        }
      : { what: 'local, 1,000 tasks on 2 slots', value: ratio, unit: 'x bare spawn', target: 1.3 },
    ...(name === 'chain'
      ? []
      : [
          {
            what: 'local, 1,000 tasks: API',
            value: requestsPerTask,
            unit: 'calls a task',
            target: 1,
          },
        ]),
    { what: `local, ${name}: peak memory`, value: peakMegabytes, unit: 'MB', target: 250 },
  ]);
}

function diagnoses(): Figure[] {
  const rows = measured(
    z.array(z.object({ name: z.string(), seconds: number, megabytes: number })),
    'scripts/bench-diagnose.ts',
  );
  return rows.flatMap(({ name, seconds, megabytes }) => [
    { what: `diagnosis of 100 MB, ${name}`, value: seconds, unit: 's', target: 5 },
    { what: `diagnosis of 100 MB, ${name}: memory`, value: megabytes, unit: 'MB', target: 300 },
  ]);
}

const figures = [
  ...decisions(),
  ...schedules(),
  ...apiCalls(),
  ...starts(),
  ...localHost(),
  ...diagnoses(),
];
if (process.argv.includes('--json')) {
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
} else {
  process.stdout.write('| figure | measured | target | |\n|---|---|---|---|\n');
  for (const { what, value, unit, target } of figures) {
    const verdict = value <= target ? 'ok' : 'short';
    process.stdout.write(
      `| ${what} | ${Number(value.toFixed(2))} ${unit} | ${target} | ${verdict} |\n`,
    );
  }
}
