import { setFlagsFromString } from 'node:v8';
import { run } from './main.ts';

// A run of the command is short: by its own measure V8 would spend a third of the time on optimising code that is about to end
// (`npm run bench compile`).
setFlagsFromString('--interrupt-budget=1000000');
await run();
