import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);
import {
  attemptCommand,
  attemptId,
  judgeAttempt,
  launchDirectly,
  logFiles,
  newLogFile,
  oneLine,
  openFleetDiary,
  outputLog,
  processStart,
  redact,
  redactingStream,
  runProcess,
  signalGroup
} from "./worker-chunk-6XPTJL55.mjs";

// src/runner/worker-main.ts
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join as join2 } from "node:path";

// src/runner/starter.ts
import { constants } from "node:os";
import { getSystemErrorName } from "node:util";
var signalNames = new Map(
  Object.entries(constants.signals).map(([name, number]) => [number, name])
);
var Starter = class {
  #child;
  #onUnfit;
  #state = "opening";
  #work = null;
  /** Of a line that is not whole yet. */
  #rest = "";
  /**
   * `child` runs the script, with pipes to its input and output. `onUnfit` is called when it never came to
   * life or is gone, with what it was given; nothing of that was started.
   */
  constructor(child, onUnfit) {
    this.#child = child;
    this.#onUnfit = onUnfit;
    const leave = () => this.#leave();
    child.once("error", leave);
    child.once("close", leave);
    child.stdin?.on("error", () => {
    });
    child.stdout?.setEncoding("latin1");
    child.stdout?.on("data", (piece) => this.#hear(piece));
  }
  /**
   * To be called only after what it was given before is over. False: the order holds a NUL, which would tear
   * it apart (and which `execve` could not be told either).
   */
  give(order, events) {
    const text = textOf(order);
    if (text === null) return false;
    if (this.#state === "gone") {
      this.#onUnfit(order, events);
      return true;
    }
    this.#work = { order, text, events, pid: null, error: null };
    if (this.#state === "ready") this.#send(text);
    return true;
  }
  close() {
    this.#child.stdin?.end();
  }
  #send(text) {
    const { stdin } = this.#child;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(text));
    stdin?.cork();
    stdin?.write(length);
    stdin?.write(text);
    stdin?.uncork();
  }
  #hear(piece) {
    const lines = (this.#rest + piece).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#take(line);
  }
  #take(line) {
    const [word = "", text = ""] = line.split(" ");
    const work = this.#work;
    const number = Number(text);
    if (word === "ready") {
      this.#state = "ready";
      if (work) this.#send(work.text);
    } else if (!work) return;
    else if (word === "started") {
      work.pid = number;
      work.events.onStart(number);
    } else if (word === "failed") work.error = systemError(work.order.command.file, number);
    else if (word === "unable") work.error = unable(getSystemErrorName(-number));
    else if (word === "ended") this.#finish(work, number);
  }
  #finish({ error, events }, status) {
    this.#work = null;
    if (error) {
      events.onNoStart(error);
      return;
    }
    const signal = signalNames.get(status & 127) ?? null;
    events.onExit(signal ? null : status >> 8, signal);
    events.onOver();
  }
  #leave() {
    const unfit = this.#state === "opening";
    const work = this.#work;
    this.#state = "gone";
    this.#work = null;
    if (!work) return;
    const { order, events, pid } = work;
    if (unfit) this.#onUnfit(order, events);
    else if (pid === null) events.onNoStart(unable("the process that was to start it ended"));
    else {
      signalGroup(pid, "SIGKILL");
      events.onExit(null, "SIGKILL");
      events.onOver();
    }
  }
};
function textOf({ command, directory, environment, output }) {
  const fields = [directory, output.path, `${command.args.length + 1}`, command.file];
  fields.push(...command.args);
  for (const [name, value] of Object.entries(environment)) fields.push(`${name}=${value}`);
  const text = fields.join("\0");
  return text.split("\0").length === fields.length ? text : null;
}
function systemError(file, errno) {
  const code = getSystemErrorName(-errno);
  return Object.assign(new Error(`${file}: ${code}`), { code });
}
function unable(why) {
  return new Error(`it could not be started: ${why}`);
}

// src/runner/starter-script.ts
var starterScript = String.raw`
use strict;
open(my $orders, '<&', \*STDIN) or die;
open(my $answers, '>&', \*STDOUT) or die;
open(STDIN, '<', '/dev/null') or die;

sub tell_of { syswrite($answers, join(' ', @_) . "\n") or exit 1 }

sub take {
  my ($wanted) = @_;
  my $bytes = '';
  while (length($bytes) < $wanted) {
    sysread($orders, $bytes, $wanted - length($bytes), length($bytes)) or exit 0;
  }
  return $bytes;
}

tell_of('ready');
while (1) {
  my ($folder, $output, $count, @rest) = split(/\0/, take(unpack('N', take(4))), -1);
  my @words = splice(@rest, 0, $count);
  %ENV = map { split(/=/, $_, 2) } @rest;
  my $file;
  my $pid = chdir($folder) && open($file, '>>', $output) ? fork() : undef;
  if (!defined($pid)) {
    tell_of('unable', $! + 0);
    tell_of('ended', 0);
    next;
  }
  if ($pid == 0) {
    setpgrp(0, 0);
    if (open(STDOUT, '>&', $file) && open(STDERR, '>&', $file)) {
      no warnings;
      exec { $words[0] } @words;
    }
    tell_of('failed', $! + 0);
    exit 127;
  }
  # Here too, so that the group is there before anybody hears of it.
  setpgrp($pid, $pid);
  tell_of('started', $pid);
  waitpid($pid, 0);
  my $status = $?;
  kill('KILL', -$pid);
  tell_of('ended', $status);
}
`;

// src/runner/launch-by-starters.ts
function launchByStarters(openPerl, directly) {
  const idle = [];
  let fit = true;
  function open() {
    return new Starter(openPerl(["-e", starterScript]), (order, events) => {
      fit = false;
      directly(order, events);
    });
  }
  return {
    launch(order, events) {
      if (!fit || !goesToFile(order)) return directly(order, events);
      const starter = idle.pop() ?? open();
      const free = () => void idle.push(starter);
      const given = starter.give(order, {
        ...events,
        onNoStart(error) {
          free();
          events.onNoStart(error);
        },
        onOver() {
          free();
          events.onOver();
        }
      });
      if (given) return;
      free();
      directly(order, events);
    },
    warmUp(count) {
      while (idle.length < count) idle.push(open());
    },
    close() {
      for (const starter of idle.splice(0)) starter.close();
    }
  };
}
function goesToFile(order) {
  return typeof order.output !== "function";
}

// src/runner/run-attempt.ts
import { rmSync, statSync, writeFileSync } from "node:fs";
async function runAttempt(job, host, stop) {
  const startedAt = host.now();
  let log = null;
  let end;
  let tail = "";
  const outputFile = job.outputs.length > 0 ? `${job.log}.outputs` : job.spareOutput;
  try {
    if (job.refusal !== null) throw new Error(job.refusal);
    if (!statSync(job.directory, { throwIfNoEntry: false })?.isDirectory())
      throw new Error(`the working directory ${job.directory} is not there`);
    log = outputLog(host.logFiles?.take(job.log) ?? newLogFile(job.log));
    if (job.outputs.length > 0) writeFileSync(outputFile, "");
    end = await runInto(log, job, outputFile, host, stop);
    tail = log.finish((text) => host.redact(text, job.secrets));
  } catch (error) {
    end = { cause: "no-start", exitCode: null, signal: null, error };
  }
  const verdict = judgeAttempt(job, end, tail, outputFile);
  if (job.outputs.length > 0) rmSync(outputFile, { force: true });
  const result = {
    outcome: verdict.outcome,
    failure: verdict.failure,
    exitCode: verdict.exitCode,
    signal: end.signal,
    startedAt,
    endedAt: host.now(),
    digest: null,
    place: 0,
    message: verdict.message === "" ? "" : oneLine(host.redact(verdict.message, job.secrets))
  };
  return { ref: job.ref, result, outputs: verdict.outputs, produced: verdict.produced, tail };
}
async function runInto(log, job, outputFile, host, stop) {
  const { onOutput } = host;
  const piped = onOutput !== null || job.secrets.length > 0;
  const stream = redactingStream(
    job.secrets,
    (text) => host.redact(text, job.secrets),
    (text) => {
      log.write(text);
      onOutput?.(text);
    }
  );
  let trimmer;
  try {
    return await runProcess(
      {
        command: attemptCommand(job.run, host.bash),
        directory: job.directory,
        environment: {
          ...job.environment,
          YARDMASTER_OUTPUT: outputFile,
          GITHUB_OUTPUT: outputFile
        },
        timeout: job.timeout,
        grace: host.grace,
        output: piped ? stream.push : log.file(),
        onPid(pid) {
          trimmer = setInterval(log.trim, host.trimEvery);
          host.onPid(pid);
        }
      },
      host.launch,
      stop
    );
  } finally {
    clearInterval(trimmer);
    stream.end();
  }
}

// src/runner/worker-pool.ts
import { createHash as createHash2 } from "node:crypto";

// src/runner/run-setup.ts
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
function onceBefore(runOne) {
  const setups = /* @__PURE__ */ new Map();
  function begin(leg, key, onPid) {
    const stopper = new AbortController();
    const job = {
      ...leg,
      run: leg.setup.join("\n"),
      produces: [],
      outputs: [],
      heal: null,
      log: join(dirname(leg.log), `setup-${key.slice(0, 8)}.log`)
    };
    const done = runOne(job, stopper.signal, onPid);
    const setup = { done, stopper, waiting: 0 };
    setups.set(key, setup);
    return setup;
  }
  return {
    async before(leg, stop, onPid) {
      if (leg.setup.length === 0) return null;
      const facts = JSON.stringify([leg.ref.run, leg.directory, leg.setup]);
      const key = createHash("sha256").update(facts).digest("hex");
      const setup = setups.get(key) ?? begin(leg, key, onPid);
      setup.waiting++;
      const left = () => {
        setup.waiting--;
        if (setup.waiting === 0) setup.stopper.abort();
      };
      stop.addEventListener("abort", left, { once: true });
      const end = await setup.done;
      stop.removeEventListener("abort", left);
      if (end.result.outcome === "success" && !stop.aborted) return null;
      if (end.result.outcome !== "success") setups.delete(key);
      const { result } = end;
      return stop.aborted ? { ...end, ref: leg.ref, result: { ...result, outcome: "stopped", failure: null } } : { ...end, ref: leg.ref, result: { ...result, message: `setup: ${result.message}` } };
    }
  };
}

// src/runner/worker-pool.ts
function workerPool(runOne, log, now, tell2) {
  const batches = /* @__PURE__ */ new Set();
  const live = /* @__PURE__ */ new Map();
  const setups = onceBefore(runOne);
  const onQuiet = [];
  function ended(end, idle) {
    const signed = withDigest(end);
    log.append({ kind: "end", end: signed });
    tell2({ kind: "ended", end: signed, idle });
  }
  function fill(batch) {
    while (batch.live < batch.maxParallel) {
      const leg = batch.waiting.shift();
      if (!leg) break;
      batch.live++;
      void runLeg(leg, batch).finally(() => {
        batch.live--;
        fill(batch);
      });
    }
    if (batch.live === 0) batches.delete(batch);
    if (batches.size > 0) return;
    for (const each of onQuiet.splice(0)) each();
  }
  async function runLeg(leg, batch) {
    const { ref } = leg;
    const stopper = new AbortController();
    live.set(attemptId(ref), stopper);
    tell2({ kind: "started", ref, at: now() });
    const trace = traceOf(ref, log, now);
    const failed = await setups.before(leg, stopper.signal, trace.onPid);
    const end = failed ?? await runOne(leg, stopper.signal, trace.onPid);
    trace.over();
    live.delete(attemptId(ref));
    ended(end, batch.waiting.length === 0);
  }
  function stopWaiting(gone) {
    for (const batch of batches) {
      const stopped = batch.waiting.filter(gone);
      const kept = batch.waiting.filter((leg) => !gone(leg));
      batch.waiting.splice(0, batch.waiting.length, ...kept);
      for (const leg of stopped) ended(neverStarted(leg, now()), false);
    }
  }
  return {
    take(batch) {
      const open = { maxParallel: batch.maxParallel, waiting: [...batch.legs], live: 0 };
      batches.add(open);
      fill(open);
    },
    stop(refs) {
      const ids = new Set(refs.map(attemptId));
      stopWaiting((leg) => ids.has(attemptId(leg.ref)));
      for (const id of ids) live.get(id)?.abort();
    },
    stopAll() {
      stopWaiting(() => true);
      for (const stopper of live.values()) stopper.abort();
    },
    quiet() {
      if (batches.size === 0) return Promise.resolve();
      return new Promise((resolve) => onQuiet.push(resolve));
    }
  };
}
var lasting = 250;
function traceOf(ref, log, now) {
  let timer2;
  return {
    onPid(pid) {
      log.append({ kind: "start", ref, at: now(), pid });
      clearTimeout(timer2);
      timer2 = setTimeout(() => {
        log.append({ kind: "process", ref, pid, start: processStart(pid) });
      }, lasting);
    },
    over: () => clearTimeout(timer2)
  };
}
function withDigest(end) {
  const digest = createHash2("sha256").update(JSON.stringify(end)).digest("hex").slice(0, 16);
  return { ...end, result: { ...end.result, digest } };
}
function neverStarted(leg, now) {
  return {
    ref: leg.ref,
    result: {
      outcome: "stopped",
      failure: null,
      exitCode: null,
      signal: null,
      startedAt: null,
      endedAt: now,
      digest: null,
      place: 0,
      message: "it was asked to end before it started"
    },
    outputs: {},
    produced: [],
    tail: ""
  };
}

// src/runner/worker-main.ts
var gather = 50;
var grace = 5e3;
var trimEvery = 500;
var usualPath = "/usr/local/bin:/usr/bin:/bin";
var warm = 2;
function openPool(settings) {
  const log = openFleetDiary(settings.diary);
  log.append({ kind: "worker", pid: process.pid, start: processStart(process.pid) });
  const files = logFiles(settings.state, `spare-log-${process.pid}`);
  process.on("exit", files.close);
  const starters = openStarters(settings);
  const path = settings.environment.PATH ?? usualPath;
  const bash = path.split(delimiter).some((folder) => existsSync(join2(folder, "bash")));
  const host = {
    now: Date.now,
    launch: starters.launch,
    bash,
    grace,
    trimEvery,
    redact,
    logFiles: files,
    onOutput: null
  };
  const runOne = async (leg, stop, onPid) => {
    const job = { ...leg, environment: { ...settings.environment, ...leg.environment } };
    if (leg.heal === null) return runAttempt(job, { ...host, onPid }, stop);
    const { healLeg } = await import("./worker-heal-leg-LGNLAYEC.mjs");
    return healLeg(job, leg.heal, host, stop);
  };
  return workerPool(runOne, log, Date.now, tell);
}
function openStarters({ environment, state }) {
  const options = {
    cwd: "/",
    env: { PATH: environment.PATH ?? usualPath, LC_ALL: "C", YARDMASTER_STATE: state },
    stdio: ["pipe", "pipe", "inherit"],
    detached: true
  };
  const openPerl = (args) => spawn("perl", [...args], options);
  const starters = launchByStarters(openPerl, launchDirectly(spawn));
  starters.warmUp(warm);
  return starters;
}
var untold = [];
var timer = null;
var soon = null;
var pool = null;
function tell(event) {
  untold.push(event);
  if (event.kind === "ended" && event.idle) soon ??= setImmediate(tellNow);
  timer ??= setTimeout(tellNow, gather);
}
function tellNow() {
  if (timer) clearTimeout(timer);
  if (soon) clearImmediate(soon);
  timer = null;
  soon = null;
  const events = untold;
  untold = [];
  if (events.length > 0 && process.connected) process.send?.(events);
}
process.on("message", (message) => {
  switch (message.kind) {
    case "settings":
      pool = openPool(message.settings);
      break;
    case "batch":
      pool?.take(message.batch);
      break;
    case "stop":
      pool?.stop(message.refs);
      break;
    case "stop-all":
      pool?.stopAll();
      break;
  }
});
process.on("disconnect", () => {
  if (!pool) process.exit(0);
  pool.stopAll();
  void pool.quiet().then(() => process.exit(0));
});
for (const signal of ["SIGINT", "SIGHUP", "SIGTERM", "SIGQUIT"])
  process.on(signal, () => {
  });
