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
} from "./worker-chunk-ZYZLDLTS.mjs";

// src/runner/worker-main.ts
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join as join2 } from "node:path";

// src/runner/starter.ts
import { rmSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { getSystemErrorName } from "node:util";
var signalNames = new Map(
  Object.entries(constants.signals).map(([name, number]) => [number, name])
);
var Starter = class {
  #child;
  #onUnfit;
  #state = "opening";
  /** By the numbers that they were given. */
  #works = /* @__PURE__ */ new Map();
  #given = 0;
  /** Of a line that is not whole yet. */
  #rest = "";
  /**
   * `child` runs the script, with pipes to its input and output, and one more. `onUnfit` is called when it
   * never came to life, died or is gone, with what it was given and has not started; nothing of that was executed.
   */
  constructor(child, onUnfit) {
    this.#child = child;
    this.#onUnfit = onUnfit;
    const leave = () => this.#leave();
    child.once("error", leave);
    child.once("close", leave);
    for (const line of [child.stdin, child.stdio[3]])
      line?.on("error", () => {
      });
    child.stdout?.setEncoding("latin1");
    child.stdout?.on("data", (piece) => this.#hear(piece));
  }
  /** Whether an order may wait here for its turn: nothing that was given to one that is not may be given again. */
  isReady() {
    return this.#state === "ready";
  }
  /**
   * Null: the order holds a NUL, which would tear it apart (and which `execve` could not be told either).
   * While it is not ready it takes no more than it has hands.
   */
  give(order, events) {
    const number = this.#given++;
    const text = textOf(number, order);
    if (text === null) return null;
    if (this.#state === "gone") {
      this.#onUnfit(order, events);
      return () => {
      };
    }
    const work = { order, text, events, pid: null, error: null, withdrawn: false };
    this.#works.set(number, work);
    if (this.#state === "ready") this.#send(text);
    return () => withdraw(work);
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
    const [word = "", order = "", value = ""] = line.split(" ");
    if (word === "ready") {
      this.#state = "ready";
      for (const { text } of this.#works.values()) this.#send(text);
      return;
    }
    const work = this.#works.get(Number(order));
    if (!work) return;
    const number = Number(value);
    if (word === "started") {
      work.pid = number;
      work.events.onStart(number);
    } else if (word === "failed") work.error = systemError(work.order.command.file, number);
    else if (word === "unable") work.error = unable(getSystemErrorName(-number));
    else if (word === "withdrawn") work.error = unable("it was withdrawn");
    if (word === "ended" || word === "withdrawn") this.#finish(Number(order), work, number);
  }
  #finish(order, { error, events, withdrawn, ...work }, status) {
    this.#works.delete(order);
    if (withdrawn) rmSync(withdrawal(work.order), { force: true });
    if (error) {
      events.onNoStart(error);
      return;
    }
    const signal = signalNames.get(status & 127) ?? null;
    events.onExit(signal ? null : status >> 8, signal);
    events.onOver();
  }
  #leave() {
    const unfit = this.#state === "opening" || this.#child.exitCode !== 0;
    const works = [...this.#works.values()];
    this.#state = "gone";
    this.#works.clear();
    for (const { order, events, pid, withdrawn } of works) {
      if (withdrawn) rmSync(withdrawal(order), { force: true });
      if (pid !== null) {
        signalGroup(pid, "SIGKILL");
        events.onExit(null, "SIGKILL");
        events.onOver();
      } else if (withdrawn) events.onNoStart(unable("it was withdrawn"));
      else if (unfit) this.#onUnfit(order, events);
      else events.onNoStart(unable("the process that was to start it ended"));
    }
  }
};
function withdraw(work) {
  if (work.pid !== null || work.withdrawn) return;
  work.withdrawn = true;
  try {
    writeFileSync(withdrawal(work.order), "");
  } catch {
  }
}
function withdrawal({ output }) {
  return `${output.path}.withdrawn`;
}
function textOf(number, order) {
  const { command, directory, environment, output } = order;
  const fields = [`${number}`, directory, output.path, `${command.args.length + 1}`, command.file];
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
my ($hands) = @ARGV;
open(my $orders, '<&', \*STDIN) or die;
open(my $answers, '>&', \*STDOUT) or die;
open(STDIN, '<', '/dev/null') or die;
open(my $life, '<&=', 3) or die;
# Whoever holds the one byte that is in it may take an order.
pipe(my $turn, my $pass) or die;

sub tell_of { syswrite($answers, join(' ', @_) . "\n") or exit 1 }

sub take {
  my ($wanted) = @_;
  my $bytes = '';
  while (length($bytes) < $wanted) {
    sysread($orders, $bytes, $wanted - length($bytes), length($bytes)) or return undef;
  }
  return $bytes;
}

sub next_order {
  sysread($turn, my $held, 1) or exit 1;
  my $length = take(4);
  my $order = defined($length) ? take(unpack('N', $length)) : undef;
  syswrite($pass, $held);
  return $order;
}

sub is_alone {
  vec(my $wanted = '', fileno($life), 1) = 1;
  return select($wanted, undef, undef, 0);
}

sub work {
  while (defined(my $order = next_order())) {
    my ($number, $folder, $output, $count, @rest) = split(/\0/, $order, -1);
    my @words = splice(@rest, 0, $count);
    return if is_alone();
    if (-e "$output.withdrawn") {
      tell_of('withdrawn', $number);
      next;
    }
    %ENV = map { split(/=/, $_, 2) } @rest;
    my $file;
    my $pid = chdir($folder) && open($file, '>>', $output) ? fork() : undef;
    if (!defined($pid)) {
      tell_of('unable', $number, $! + 0);
      tell_of('ended', $number, 0);
      next;
    }
    if ($pid == 0) {
      setpgrp(0, 0);
      # Before it executes anything, so that nothing runs of which nobody can hear, whatever becomes of this hand.
      tell_of('started', $number, $$);
      if (open(STDOUT, '>&', $file) && open(STDERR, '>&', $file)) {
        no warnings;
        exec { $words[0] } @words;
      }
      tell_of('failed', $number, $! + 0);
      exit 127;
    }
    waitpid($pid, 0);
    my $status = $?;
    kill('KILL', -$pid);
    tell_of('ended', $number, $status);
  }
}

syswrite($pass, '.');
if ($hands == 1) {
  tell_of('ready');
  work();
  exit 0;
}
my %at_work;
for (1 .. $hands) {
  my $pid = fork();
  die unless defined($pid);
  if ($pid == 0) {
    work();
    exit 0;
  }
  $at_work{$pid} = 1;
}
close($orders);
tell_of('ready');
while (%at_work) {
  delete($at_work{waitpid(-1, 0)});
  next if $? == 0;
  kill('KILL', keys(%at_work));
  exit 1;
}
`;

// src/runner/launch-by-starters.ts
var mostHands = 16;
function launchByStarters(openPerl, directly) {
  const idle = /* @__PURE__ */ new Map();
  let fit = true;
  function open(hands) {
    return new Starter(openPerl(["-e", starterScript, `${hands}`]), (order, events) => {
      fit = false;
      directly(order, events);
    });
  }
  const take = (hands) => idle.get(hands)?.pop() ?? open(hands);
  function free(starter, hands) {
    const others = idle.get(hands) ?? [];
    idle.set(hands, others);
    others.push(starter);
  }
  function launch(order, events) {
    if (!fit || !goesToFile(order)) return directly(order, events);
    const starter = take(1);
    const given = starter.give(
      order,
      whenOver(events, () => free(starter, 1))
    );
    if (given) return given;
    free(starter, 1);
    return directly(order, events);
  }
  return {
    launch,
    warmUp: (hands) => free(open(hands), hands),
    lane(hands) {
      if (!fit || hands > mostHands) return { launch, canQueue: () => false, close: () => {
      } };
      const starter = take(hands);
      return {
        launch(order, events) {
          const file = goesToFile(order) ? order : null;
          return (file && starter.give(file, events)) ?? directly(order, events);
        },
        canQueue: () => starter.isReady(),
        close: () => free(starter, hands)
      };
    },
    close() {
      for (const starter of [...idle.values()].flat()) starter.close();
      idle.clear();
    }
  };
}
function whenOver(events, then) {
  return {
    ...events,
    onNoStart(error) {
      then();
      events.onNoStart(error);
    },
    onOver() {
      then();
      events.onOver();
    }
  };
}
function goesToFile(order) {
  return typeof order.output !== "function";
}

// src/runner/run-attempt.ts
import { rmSync as rmSync2, statSync, writeFileSync as writeFileSync2 } from "node:fs";
async function runAttempt(job, host, stop) {
  let startedAt = null;
  let log = null;
  let end;
  let tail = "";
  const outputFile = job.outputs.length > 0 ? `${job.log}.outputs` : job.spareOutput;
  try {
    if (job.refusal !== null) throw new Error(job.refusal);
    if (!statSync(job.directory, { throwIfNoEntry: false })?.isDirectory())
      throw new Error(`the working directory ${job.directory} is not there`);
    log = outputLog(host.logFiles?.take(job.log) ?? newLogFile(job.log));
    if (job.outputs.length > 0) writeFileSync2(outputFile, "");
    const onPid = (pid) => {
      startedAt ??= host.now();
      host.onPid(pid);
    };
    end = await runInto(log, job, outputFile, { ...host, onPid }, stop);
    tail = log.finish((text) => host.redact(text, job.secrets));
  } catch (error) {
    end = { cause: "no-start", exitCode: null, signal: null, error };
  }
  const verdict = judgeAttempt(job, end, tail, outputFile);
  if (job.outputs.length > 0) rmSync2(outputFile, { force: true });
  const endedAt = host.now();
  const result = {
    outcome: verdict.outcome,
    failure: verdict.failure,
    exitCode: verdict.exitCode,
    signal: end.signal,
    startedAt: startedAt ?? (end.cause === "stop" ? null : endedAt),
    endedAt,
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

// src/runner/open-batch.ts
var OpenBatch = class {
  lane;
  #maxParallel;
  #waiting;
  /** Legs that run, or wait in the lane. */
  #given = 0;
  /** Of them, those that run outside the lane. */
  #beside = 0;
  constructor({ legs, maxParallel }, openLane) {
    this.#maxParallel = maxParallel;
    this.#waiting = [...legs];
    this.lane = openLane(maxParallel);
  }
  /**
   * The next leg, which counts as given from now on; null: none is left, or all slots are taken. Where attempts
   * are short, as many more are given as there are slots, to wait in the lane for their turn.
   */
  next(short2) {
    const leg = this.#waiting[0];
    const queued = this.#given >= this.#maxParallel;
    if (!leg || queued && !(short2 && this.#mayQueue(leg))) return null;
    this.#waiting.shift();
    this.#given++;
    if (!isPlain(leg)) this.#beside++;
    return { leg, queued };
  }
  #mayQueue(leg) {
    const room = this.#given < 2 * this.#maxParallel;
    return room && this.#beside === 0 && isPlain(leg) && this.lane.canQueue();
  }
  /** A leg that was given has ended. */
  done(leg) {
    this.#given--;
    if (!isPlain(leg)) this.#beside--;
  }
  /** Whether the slot of a leg that ends now has no other. */
  hasNoFurther() {
    return this.#waiting.length === 0 && this.#given <= this.#maxParallel;
  }
  isOver() {
    return this.#given === 0 && this.#waiting.length === 0;
  }
  /** Takes legs out that were not given yet. */
  remove(wanted) {
    const removed = this.#waiting.filter(wanted);
    this.#waiting = this.#waiting.filter((leg) => !wanted(leg));
    return removed;
  }
};
function isPlain({ setup, heal, secrets, refusal }) {
  return setup.length === 0 && heal === null && secrets.length === 0 && refusal === null;
}

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
var short = 20;
function workerPool(runOne, openLane, log, now, tell2) {
  const batches = /* @__PURE__ */ new Set();
  const live = /* @__PURE__ */ new Map();
  const setups = onceBefore(runOne);
  const onQuiet = [];
  let quick = false;
  function ended(end, idle) {
    const signed = withDigest(end);
    log.append({ kind: "end", end: signed });
    tell2({ kind: "ended", end: signed, idle });
  }
  function fill(batch) {
    for (let next = batch.next(quick); next; next = batch.next(quick)) {
      const { leg, queued } = next;
      void runLeg(leg, queued, batch).finally(() => {
        batch.done(leg);
        fill(batch);
      });
    }
    if (batch.isOver() && batches.delete(batch)) batch.lane.close();
    if (batches.size > 0) return;
    for (const each of onQuiet.splice(0)) each();
  }
  async function runLeg(leg, queued, batch) {
    const { ref } = leg;
    const stopper = new AbortController();
    live.set(attemptId(ref), stopper);
    const trace = traceOf(ref, log, now);
    const begin = once(() => tell2({ kind: "started", ref, at: now() }));
    if (!queued) begin();
    const onPid = (pid) => {
      trace.onPid(pid);
      begin();
    };
    const failed = await setups.before(leg, stopper.signal, onPid);
    const launch = isPlain(leg) ? batch.lane.launch : void 0;
    const end = failed ?? await runOne(leg, stopper.signal, onPid, launch);
    trace.over();
    live.delete(attemptId(ref));
    const { startedAt, endedAt } = end.result;
    if (startedAt !== null) quick = endedAt - startedAt < short;
    ended(end, batch.hasNoFurther());
  }
  function stopWaiting(gone) {
    for (const batch of batches)
      for (const leg of batch.remove(gone)) ended(neverStarted(leg, now()), false);
  }
  return {
    take(batch) {
      const open = new OpenBatch(batch, openLane);
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
function once(act) {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
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
  const runOne = async (leg, stop, onPid, launch = starters.launch) => {
    const job = { ...leg, environment: { ...settings.environment, ...leg.environment } };
    if (leg.heal === null) return runAttempt(job, { ...host, onPid, launch }, stop);
    const { healLeg } = await import("./worker-heal-leg-GCM67D5F.mjs");
    return healLeg(job, leg.heal, host, stop);
  };
  return workerPool(runOne, starters.lane, log, Date.now, tell);
}
function openStarters({ environment, state }) {
  const options = {
    cwd: "/",
    env: { PATH: environment.PATH ?? usualPath, LC_ALL: "C", YARDMASTER_STATE: state },
    stdio: ["pipe", "pipe", "inherit", "pipe"],
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
