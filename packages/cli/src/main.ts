#!/usr/bin/env node
import process from 'node:process';
import { runtimeComplaint } from './runtime.ts';

// The rest is loaded once the runtime is known to have what it needs: an older one would fail half way, with a stack.
const complaint = runtimeComplaint(process.versions.node);
if (complaint === undefined) {
  const { run } = await import('./run.ts');
  await run(process);
} else {
  console.error(`till: ${complaint.en}\n      ${complaint.zh}`);
  process.exitCode = 1;
}
