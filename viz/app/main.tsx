/** The dashboard's entry: puts the page together and starts the simulator's worker. */
import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import '../style/style.css';
import { hook } from '../view/chart-host.tsx';
import { Dashboard } from './dashboard.tsx';
import { acceptDrops, acceptKeys } from './inputs.ts';
import { applyPreferences } from './preferences.ts';
import { restoreFromAddress, result, startWorker } from './session.ts';

applyPreferences();
Object.assign(hook, { result: () => result.peek() });
await restoreFromAddress();
startWorker();
acceptDrops();
acceptKeys();
render(<Dashboard />, document.getElementById('app')!);
