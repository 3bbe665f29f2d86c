/** What `yardmaster status` does. */
import { decide } from '../core/decide.ts';
import { statusReport } from '../core/status-report.ts';
import { defaultSettings } from '../text/settings/settings.ts';
import { exitCodes } from './exit-codes.ts';
import { loadSettings } from './load-pipeline.ts';
import { localSettings } from './local-settings.ts';
import { readCheckout } from './state/git-checkout.ts';
import { livingHost } from './state/host-lock.ts';
import { readState } from './state/read-state.ts';
import { stateFolder } from './state/state-folder.ts';
import { renderStatusText } from './status-text.ts';
import { withHost } from './status-with-host.ts';
import type { Terminal } from './terminal.ts';

/** Answers the exit code. Throws `CliProblem`. */
export async function statusCommand(terminal: Terminal, json: boolean): Promise<number> {
  const checkout = readCheckout(terminal.directory);
  const runs = await readState(checkout, terminal);
  const loaded = loadSettings(checkout.root);
  const settings = loaded.ok ? loaded.settings : defaultSettings;
  const { limits, fleet } = localSettings({
    checkout,
    settings,
    runs,
    durations: null,
    paused: false,
  });
  const world = { limits, fleet, runs, observations: [] };
  const now = terminal.now();
  const report = statusReport(world, decide(world, now).waiting, now);
  const shown = withHost(report, livingHost(stateFolder(checkout.root).lock));
  terminal.write(json ? `${JSON.stringify(shown)}\n` : renderStatusText(shown, runs, terminal));
  return exitCodes.completed;
}
