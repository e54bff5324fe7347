import type { Finding, FindingState } from './finding.ts';

const MARKS: Readonly<Record<FindingState, string>> = { ok: '✓', warning: '!', failure: '✗', skipped: '-' };

/** The findings as people read them: English, and Chinese where it says something else. */
export function report(findings: readonly Finding[]): string {
  return findings.map(describe).join('\n');
}

/** What follows from findings of which none is a failure. */
export function approval(findings: readonly Finding[]): string {
  const warnings = findings.filter(({ state }) => state === 'warning').length;
  const isWhole = findings.every(({ state }) => state !== 'skipped');
  if (warnings === 0 && !isWhole)
    return 'What was checked is well; what is marked "-" was not. 已检查的都正常；标有“-”的未检查。';
  if (warnings === 0) return 'All is well. 一切正常。';
  return `Nothing that must be mended; look at what is marked "!" (${warnings}). 没有必须解决的问题；请留意标有“!”的结果（${warnings} 项）。`;
}

function describe({ title, state, detail, remedy, page }: Finding): string {
  const lines = [`${MARKS[state]} ${title.en} ${title.zh}: ${detail.en}`];
  if (detail.zh !== detail.en) lines.push(`    ${detail.zh}`);
  if (remedy !== undefined) lines.push(`  → ${remedy.en}`, `    ${remedy.zh}`);
  if (page !== undefined) lines.push(`    ${page}`);
  return lines.join('\n');
}
