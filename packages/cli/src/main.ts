#!/usr/bin/env node
import process from 'node:process';
import { firstStopRequest } from './stop-request.ts';
import { till } from './till.ts';

process.exitCode = await till({
  argv: process.argv.slice(2),
  env: process.env,
  print: (line) => console.log(line),
  note: (line) => console.error(line),
  stopRequested: () => firstStopRequest(process),
});
