import { expect, test } from 'vitest';
import { oldestNode } from './manifest.ts';
import { runtimeComplaint } from './runtime.ts';

test.each(['24.0.0', '26.10.0', '100.1.0'])('Node %s will do', (version) => {
  expect(runtimeComplaint(version)).toBeUndefined();
});

test.each(['18.20.1', '20.20.2', '22.23.3'])('on Node %s a person is told what to install', (version) => {
  const complaint = runtimeComplaint(version);
  expect(complaint?.en).toContain(`needs Node ${oldestNode()} or later, and this is Node ${version}`);
  expect(complaint?.zh).toContain(`当前是 Node ${version}`);
});
