import type { RenderedFile } from './render-workflows.ts';

function expression(inner: string): string {
  return ['$', `{{ ${inner} }}`].join('');
}

/** A pipeline to begin with. It needs nothing but a shell and git, here as well as on a runner. */
export const firstPipeline: RenderedFile = {
  path: '.github/pipelines/hello.yml',
  text: `# A first pipeline: try it with \`yardmaster run hello\`, then make it your own.
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
      COUNT: ${expression('needs.count-files.outputs.count')}
      TITLE: ${expression('needs.last-change.outputs.title')}
    run: echo "Hello! $COUNT files are in this repository; its last change is '$TITLE'."
`,
};

/** Settings that say nothing yet, with each key explained. */
export const firstSettings: RenderedFile = {
  path: '.github/yardmaster.yml',
  text: `# What holds for all pipelines of this repository. Every key is optional.

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
`,
};
