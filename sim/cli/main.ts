#!/usr/bin/env node
import { runCli } from './app.ts';
import { processHost } from './host.ts';

// Not process.exit: what is still on its way to a pipe would be lost.
process.exitCode = await runCli(process.argv.slice(2), processHost());
