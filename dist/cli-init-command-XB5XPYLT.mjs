#!/usr/bin/env node
import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);
import{compareFiles,contentAt,writeFiles}from"./cli-chunk-UEUZERYJ.mjs";import{renderProblems}from"./cli-chunk-KPBXBTDB.mjs";import{repositoryRoot}from"./cli-chunk-XAXSJ3PX.mjs";import{loadPipeline,loadSettings,pipelinePaths}from"./cli-chunk-QMPY5KRR.mjs";import"./cli-chunk-HX3FB7ZF.mjs";import{exitCodes}from"./cli-chunk-HE6C3XKY.mjs";import"./cli-chunk-KFQ3M7TX.mjs";import{CliProblem}from"./cli-chunk-FIVWLXUQ.mjs";import"./cli-chunk-MEIOPYMK.mjs";import"./cli-chunk-O7HHY3HC.mjs";function expression(inner){return["$",`{{ ${inner} }}`].join("")}var firstPipeline={path:".github/pipelines/hello.yml",text:`# A first pipeline: try it with \`yardmaster run hello\`, then make it your own.
name: Hello
slots: 2

tasks:
  # These two need nothing from each other, so they run at the same time.
  count-files:
    run: echo "count=$(git ls-files | wc -l | tr -d ' ')" >> "$GITHUB_OUTPUT"
    outputs: [count]
  last-change:
    run: echo "title=$(git log -1 --format=%s)" >> "$GITHUB_OUTPUT"
    outputs: [title]

  # Starts as soon as both are done.
  say-hello:
    needs: [count-files, last-change]
    env:
      COUNT: ${expression("needs.count-files.outputs.count")}
      TITLE: ${expression("needs.last-change.outputs.title")}
    run: echo "Hello! $COUNT files are in this repository; its last change is '$TITLE'."
`},firstSettings={path:".github/yardmaster.yml",text:`# What holds for all pipelines of this repository. Every key is optional.

# How many tasks may run at once, over all open runs.
# By default: as many as the open run with the most slots has.
# slots: 6

# The same for each \`kind\` of task.
# kinds:
#   training: 1

# The same for each \`group\` of tasks.
# groups:
#   discovery: 5

# How much there is of each resource that tasks hold while they run; 1 of those not named here.
# resources:
#   database: 10

# Which tasks get an issue of their own where the pipeline does not say: all, or attention.
# issues: attention

# How long a task may take on a self-hosted runner, in minutes.
# max-timeout-minutes: 1440
`};function parseActionName(text){let[,action=text,version=""]=/^\s*(\S+)(?:[ ]+#[ ]*(\S+))?\s*$/.exec(text)??[];return{action,version}}var uses=/^[ ]+(?:- )?uses:[ ]*["']?([^\s"'#]+)["']?(?:[ ]+#[ ]*([\w.-]+)[ ]*)?(?:[ ]+#.*)?$/gm;function installedAction(workflowText){for(let[,action="",version=""]of workflowText.replaceAll("\r","").matchAll(uses))if(!(action.startsWith("actions/")||action.startsWith("./.github/")))return{action,version};return null}var sameCommit="zizmor: ignore[self-repository] `$/` is not known everywhere yet";function indented(block,indent){return block.map(line2=>line2===""?"":indent+line2)}function fillTemplate(template4,options,blocks){let remark=options.action==="./"?sameCommit:options.version,action=remark?`${options.action} # ${remark}`:options.action;return template4.split(`
`).flatMap(line2=>{let[,indent="",name=""]=/^( *)@([\w-]+)$/.exec(line2)??[],block=name===""?void 0:blocks[name];return block?indented(block,indent):[line2]}).join(`
`).replaceAll("@same-commit",sameCommit).replaceAll("uses: @action",`uses: ${action}`).replaceAll(/<< (.*?) >>/g,(_,expression2)=>["$",`{{ ${expression2} }}`].join(""))}var pinned={checkout:"actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2",uploadArtifact:"actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0"},secretName=/^[A-Za-z_][A-Za-z0-9_]*$/,actionName=/^(\.\/|[\w.-]+\/[\w.-]+(\/[\w.-]+)*@[\w./-]+)$/;function workflowOptionsProblem(options){if(!actionName.test(options.action))return`\`${options.action}\` does not name an Action: expected \`owner/repository@ref\` or \`./\``;if(!/^[\w.-]*$/.test(options.version))return`\`${options.version}\` is no version`;let wrong=options.secrets.find(name=>!secretName.test(name)||/^GITHUB_/i.test(name));return wrong===void 0?null:`\`${wrong}\` is no name that a secret can have`}var origin={own:"# Rendered from the templates in src/text/workflow of Yardmaster; change those, not this file.",elsewhere:"# Rendered by `yardmaster init`, which also updates this file; do not change it by hand."};function sharedBlocks(options){let own=options.action==="./",folders=own?[".github","action.yml","dist"]:[".github"];return{origin:[own?origin.own:origin.elsewhere],settings:[`- uses: ${pinned.checkout}`,"  with:","    persist-credentials: false","    sparse-checkout: |",...folders.map(folder=>`      ${folder}`),"    sparse-checkout-cone-mode: false"],commit:[`- uses: ${pinned.checkout}`,"  with:","    ref: << inputs.commit >>","    persist-credentials: false"]}}var template=`@origin
name: Yardmaster attempt

on:
  workflow_call:
    inputs:
      run:
        description: The run's issue
        type: number
        required: true
      task:
        description: The task's number in the run
        type: number
        required: true
      attempt:
        description: The number of the attempt
        type: number
        required: true
      batch:
        description: The batch that it belongs to
        type: number
        required: true
      commit:
        description: The commit of the run
        type: string
        required: true
      kind:
        description: command, live (a command that reports while it runs) or uses (another workflow)
        type: string
        required: true
      runs-on:
        description: Labels of the runner, as JSON
        type: string
        required: true
      environment:
        description: The deployment environment of the task; empty for none
        type: string
        required: true
      timeout-minutes:
        description: When the job ends at the latest
        type: number
        required: true
      secrets:
        description: Names of the secrets that the task asks for, as JSON
        type: string
        required: true
    @declared

permissions: {}

jobs:
  # Runs the task's command. It may read, and nothing else.
  run:
    name: run
    if: << inputs.kind == 'command' >>
    runs-on: << fromJSON(inputs.runs-on) >>
    environment: << inputs.environment >>
    timeout-minutes: << inputs.timeout-minutes >>
    permissions:
      actions: read # files of earlier tasks
      contents: read # the commit
      issues: read # the run's issue
    outputs:
      result: << steps.attempt.outputs.result >>
      artifact: << steps.left.outputs.artifact-id >>
    steps:
      @attempt

  # The same for a task that says so: its issue shows its output while it runs.
  run-live:
    name: run-live
    if: << inputs.kind == 'live' >>
    runs-on: << fromJSON(inputs.runs-on) >>
    environment: << inputs.environment >>
    timeout-minutes: << inputs.timeout-minutes >>
    permissions:
      actions: read # files of earlier tasks
      contents: read # the commit
      issues: write # the run's issue, and a comment in the task's
    outputs:
      result: << steps.attempt.outputs.result >>
      artifact: << steps.left.outputs.artifact-id >>
    steps:
      @attempt

  # Dispatches the workflow that the task uses, and waits for its end. No command runs here.
  call:
    name: call
    if: << inputs.kind == 'uses' >>
    runs-on: ubuntu-latest
    timeout-minutes: << inputs.timeout-minutes >>
    permissions:
      actions: write # dispatches, and cancels when the task is stopped
      contents: read # the commit
      issues: read # the run's issue
    outputs:
      result: << steps.attempt.outputs.result >>
      artifact: << steps.left.outputs.artifact-id >>
    steps:
      @call

  # Writes down how it went and starts what became ready. No command of the task runs here.
  settle:
    name: settle
    needs: [run, run-live, call]
    if: << always() >>
    runs-on: ubuntu-slim
    timeout-minutes: 10
    permissions:
      actions: write # dispatches what became ready
      contents: write # the journal's branch, and those of fixes
      issues: write # the run's issue and those of its tasks
      pull-requests: write # a fix is proposed as one
    steps:
      @settings
      - uses: @action
        with:
          mode: settle
          token: << github.token >>
          run: << inputs.run >>
          task: << inputs.task >>
          attempt: << inputs.attempt >>
          batch: << inputs.batch >>
          conclusion: << inputs.kind == 'command' && needs.run.result || inputs.kind == 'live' && needs.run-live.result || needs.call.result >>
          result: << inputs.kind == 'command' && needs.run.outputs.result || inputs.kind == 'live' && needs.run-live.outputs.result || needs.call.outputs.result >>
          artifact: << inputs.kind == 'command' && needs.run.outputs.artifact || inputs.kind == 'live' && needs.run-live.outputs.artifact || needs.call.outputs.artifact >>
`,identity=["    token: << github.token >>","    run: << inputs.run >>","    task: << inputs.task >>","    attempt: << inputs.attempt >>"],afterwards=["- if: << always() && steps.attempt.outputs.result != '' >>","  id: left",`  uses: ${pinned.uploadArtifact}`,"  with:","    name: yardmaster-<< inputs.run >>.<< inputs.task >>.<< inputs.attempt >>","    path: << steps.attempt.outputs.left >>","    if-no-files-found: error","    include-hidden-files: true"],colour=["- name: Say that the task failed","  if: << steps.attempt.outputs.outcome == 'failure' >>","  run: exit 1"];function attemptStep(secrets){return["- id: attempt","  uses: @action","  with:","    mode: run",...identity,...secrets.length>0?["  env:"]:[],...secrets.map(name=>`    YARDMASTER_SECRET_${name}: << contains(fromJSON(inputs.secrets), '${name}') && secrets.${name} || '' >>`)]}function renderAttemptWorkflow(options){let blocks=sharedBlocks(options),declared=options.secrets.flatMap(name=>[`  ${name}:`,"    required: false"]);return fillTemplate(template,options,{...blocks,declared:declared.length>0?["secrets:",...declared]:[],attempt:[...blocks.commit??[],...attemptStep(options.secrets),...afterwards,...colour],call:[...blocks.commit??[],"- id: attempt","  uses: @action","  with:","    mode: call",...identity,...afterwards,...colour]})}var template2=`@origin
name: Yardmaster
# A batch that was dispatched is found again by the key in this name.
run-name: << inputs.key != '' && format('Yardmaster batch {0}', inputs.key) || format('Yardmaster {0}', inputs.pipeline) >>

on:
  workflow_dispatch:
    inputs:
      pipeline:
        description: The pipeline to run, as its file in .github/pipelines is called (empty for the only one)
        type: string
        default: ''
      slots:
        description: How many of its tasks may run at once (empty for what the pipeline says)
        type: string
        default: ''
      run:
        description: Leave empty. The issue of a run, set by Yardmaster itself
        type: string
        default: ''
      batch:
        description: Leave empty. The batch to start, set by Yardmaster itself
        type: string
        default: ''
      key:
        description: Leave empty. The name by which a batch is found, set by Yardmaster itself
        type: string
        default: ''

permissions: {}

jobs:
  # Opens a run, or reads the batch that was dispatched, and says what is to be attempted.
  plan:
    name: plan
    runs-on: ubuntu-slim
    timeout-minutes: 10
    permissions:
      actions: write # dispatches further batches
      contents: write # the journal's branch
      issues: write # the run's issue
    outputs:
      matrix: << steps.plan.outputs.matrix >>
      max-parallel: << steps.plan.outputs.max-parallel >>
      legs: << steps.plan.outputs.legs >>
    steps:
      @settings
      - id: plan
        uses: @action
        with:
          mode: plan
          token: << github.token >>
          pipeline: << inputs.pipeline >>
          slots: << inputs.slots >>
          run: << inputs.run >>
          batch: << inputs.batch >>
          key: << inputs.key >>

  # One leg a task; each settles by itself and starts what becomes ready.
  attempt:
    name: << matrix.label >>
    needs: plan
    if: << needs.plan.outputs.legs != '0' >>
    strategy:
      fail-fast: false
      max-parallel: << fromJSON(needs.plan.outputs.max-parallel) >>
      matrix: << fromJSON(needs.plan.outputs.matrix) >>
    # Two attempts at a task never run at the same time; who waits is not dropped for who comes later.
    concurrency:
      group: yardmaster-<< matrix.run >>-<< matrix.task >>
      cancel-in-progress: false
      queue: max
    permissions:
      actions: write # the most that a job of the called workflow asks for
      contents: write # so too
      issues: write # so too
      pull-requests: write # so too
    uses: ./.github/workflows/yardmaster-attempt.yml # @same-commit
    with:
      run: << matrix.run >>
      task: << matrix.task >>
      attempt: << matrix.attempt >>
      batch: << matrix.batch >>
      commit: << matrix.commit >>
      kind: << matrix.kind >>
      runs-on: << toJSON(matrix.runs-on) >>
      environment: << matrix.environment >>
      timeout-minutes: << matrix.timeout-minutes >>
      secrets: << toJSON(matrix.secrets) >>
    @secrets
`;function renderMainWorkflow(options){let blocks=sharedBlocks(options);return fillTemplate(template2,options,{...blocks,secrets:options.secrets.length?["secrets:",...options.secrets.map(name=>`  ${name}: << secrets.${name} >>`)]:[]})}var template3=`@origin
name: Yardmaster sweep

on:
  schedule:
    - cron: '7,37 * * * *'
    - cron: '23 5 * * *'
  workflow_dispatch:
    inputs:
      report:
        description: Write the status report
        type: boolean
        default: true

permissions: {}

concurrency:
  group: yardmaster-sweep
  cancel-in-progress: false

jobs:
  # Finds what nobody told: attempts that died, dispatches that were lost, retries that are due.
  sweep:
    name: sweep
    runs-on: ubuntu-slim
    timeout-minutes: 10
    permissions:
      actions: write # dispatches what is due
      contents: write # the journal's branch, and those of fixes
      issues: write # the issues of runs and tasks
      pull-requests: write # whether a fix was merged, and those of healings that nobody settled
    steps:
      @settings
      - uses: @action
        with:
          mode: sweep
          token: << github.token >>
          report: << inputs.report || github.event.schedule == '23 5 * * *' >>
`;function renderSweepWorkflow(options){return fillTemplate(template3,options,sharedBlocks(options))}var mainWorkflowFile="yardmaster.yml";function renderWorkflows(options){let folder=".github/workflows";return[{path:`${folder}/${mainWorkflowFile}`,text:renderMainWorkflow(options)},{path:`${folder}/yardmaster-attempt.yml`,text:renderAttemptWorkflow(options)},{path:`${folder}/yardmaster-sweep.yml`,text:renderSweepWorkflow(options)}]}function declaredSecrets(root){let loaded=loadSettings(root),problems=loaded.ok?[]:[...loaded.problems],spelled=new Map,paths=pipelinePaths(root);for(let path of paths){let read=loadPipeline(root,path,loaded);if(!read.ok){problems.push(...read.problems);continue}for(let name of read.pipeline.tasks.flatMap(({secrets})=>secrets)){let known=spelled.get(name.toUpperCase())??name;if(known!==name)throw twoSpellings(known,name);spelled.set(name.toUpperCase(),name)}}return!loaded.ok||problems.length>0?{ok:!1,problems}:{ok:!0,secrets:[...spelled.values()].sort(),pipelines:paths.length}}function twoSpellings(one,other){return new CliProblem("secret-spelled-twice",`The pipelines write the secret \`${one}\` also as \`${other}\`, and GitHub does not tell them apart.`,"Write it the same everywhere.")}import{spawnSync}from"node:child_process";import{existsSync}from"node:fs";import{join}from"node:path";import{fileURLToPath}from"node:url";function ownAction(here=import.meta.url){let root=fileURLToPath(new URL(here.endsWith(".mjs")?"..":"../../..",here));if(!existsSync(join(root,".git"))||!existsSync(join(root,"action.yml")))return null;let git=(...args)=>{let{status,stdout}=spawnSync("git",args,{cwd:root,encoding:"utf8"});return status===0?stdout.trim():""},url=git("config","--get","remote.origin.url"),[,name]=/^(?:https:\/\/|ssh:\/\/|git@)[^/:]+(?::\d+)?[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(url)??[],commit=git("rev-parse","HEAD");return!name||!commit||git("branch","--remotes","--contains",commit)===""?null:{action:`${name}@${commit}`,version:git("describe","--tags","--exact-match")}}import{spawnSync as spawnSync2}from"node:child_process";import{join as join2}from"node:path";function showDifference(root,{path,text},color){let{stdout}=spawnSync2("git",["--no-pager","diff","--no-index","--no-ext-diff","--no-textconv","--ignore-cr-at-eol",`--color=${color?"always":"never"}`,"--",join2(root,path),"-"],{cwd:root,encoding:"utf8",input:text}),lines=stdout.trimEnd().split(`
`),first=lines.findIndex(line2=>line2.includes("@@ "));return lines.slice(Math.max(0,first)).map(line2=>`    ${line2}`).join(`
`)}function initCommand(terminal,words2,own=ownAction){let root=repositoryRoot(terminal.directory),declared=declaredSecrets(root);if(!declared.ok)return terminal.complain(`${renderProblems(declared.problems,{color:terminal.color}).trimEnd()}
`),exitCodes.badInput;let options={...words2.action===void 0?usualAction(root,own):parseActionName(words2.action),secrets:declared.secrets},problem=workflowOptionsProblem(options);if(problem)throw new CliProblem("bad-action",`${problem}.`,"Name the Action as `uses:` does: `--action OWNER/REPOSITORY@REF`.");let workflows=compareFiles(root,renderWorkflows(options));if(words2.check)return check(terminal,root,workflows);let first=[...declared.pipelines===0?[firstPipeline]:[],firstSettings].filter(({path})=>contentAt(root,path)===null);return install(terminal,{root,options,workflows,first,words:words2})}var ownRepository={action:"./",version:""};function usualAction(root,own){if(/^name: Yardmaster$/m.test(contentAt(root,"action.yml")??""))return ownRepository;let installed=installedAction(contentAt(root,".github/workflows/yardmaster.yml")??""),found=installed&&installed.action!=="./"?installed:own();if(found)return found;throw new CliProblem("no-action","It is not known which repository the workflow files should take the Action from.","Say it as `uses:` does: `yardmaster init --action OWNER/yardmaster@REF`. A commit as REF is the safest: it never changes.")}function check(terminal,root,files){let stale=files.filter(({found})=>found!=="same");for(let file of files)terminal.write(`${line(terminal,file,words.check)}
${difference(terminal,root,file)}`);return stale.length===0?exitCodes.completed:(terminal.complain(`${terminal.paint("red","error")} stale: ${filesText(stale.length)} not what the templates make.
  Run \`yardmaster init --force\`, and commit what it changes.
`),exitCodes.stale)}function install(terminal,plan){let{root,options,workflows,first,words:asked}=plan,{paint,write}=terminal,others=workflows.filter(({found})=>found==="other"),refused=others.length>0&&!asked.force,files=[...workflows,...first.map(file=>({...file,found:"new"}))],told=words[refused||asked.dryRun?"wouldBe":"done"];write(`${paint("bold","Yardmaster")} ${paint("dim",`in ${root}, by the Action`)} ${options.action}
`);for(let file of files)write(`${line(terminal,file,told)}
${difference(terminal,root,file)}`);if(write(`  ${paint("dim",secretsText(options.secrets))}
`),refused)throw new CliProblem("files-differ",`${filesText(others.length)} not what the templates make: changed by hand, by other secrets, or by another version. Nothing was written.`,"`yardmaster init --force` writes what is shown with `+` above; keep what you want of your own elsewhere first.");let changed=files.filter(({found})=>found!=="same");return asked.dryRun?exitCodes.completed:(writeFiles(root,changed),write(changed.length===0?`Nothing to do.
`:nextSteps(plan,terminal)),exitCodes.completed)}var words={done:{new:"written",other:"written anew",same:"unchanged"},wouldBe:{new:"would be written",other:"would be written anew",same:"unchanged"},check:{new:"is not there",other:"differs",same:"fresh"}},marks={new:["+","green"],other:["~","yellow"],same:["=","dim"]};function line({paint},{path,found},told){let[mark,color]=marks[found];return`  ${paint(color,mark)} ${path.padEnd(40)} ${paint(color,told[found])}`}function difference({color},root,file){return file.found==="other"?`${showDifference(root,file,color)}
`:""}function filesText(count){return count===1?"1 file is":`${count} files are`}function secretsText(secrets){return secrets.length===0?"No pipeline declares a secret, so none is handed on.":`Handed on to the tasks that declare them: ${secrets.join(", ")}.`}function nextSteps({options,first},{paint,program}){let isPinned=options.action==="./"||/@[0-9a-f]{40}$/.test(options.action),[hello]=first.filter(({path})=>path===firstPipeline.path);return["",paint("bold","Next"),'  git add .github && git commit -m "Install Yardmaster"',`  ${program} validate && ${program} run${hello?" hello":""}   ${paint("dim","here, on this machine")}`,`  git push, then the button of the workflow "Yardmaster"   ${paint("dim","or: gh workflow run yardmaster.yml")}`,"  docs/install.md of Yardmaster says which settings the repository needs.",...isPinned?[]:[`  ${paint("yellow","\u2192")} \`${options.action}\` may change under you; a commit as REF never does.`],""].join(`
`)}export{initCommand};
