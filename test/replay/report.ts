/** What became of one recording. */
export interface Finding {
  readonly file: string;
  readonly expected: string;
  readonly seen: string;
  readonly isKept: boolean;
  /** The manifest's outcome is a recommendation. */
  readonly isTolerant: boolean;
}

/** How many went as they should, and every one that did not. */
export function report(title: string, findings: readonly Finding[]): string {
  const deviations = findings.filter(({ isKept }) => !isKept);
  return [
    `${title}: ${findings.length - deviations.length} of ${findings.length} as the manifest says`,
    ...deviations.map(
      ({ file, expected, seen, isTolerant }) =>
        `  ${file}: expected ${expected}, saw ${seen}${isTolerant ? ' (tolerant)' : ''}`,
    ),
  ].join('\n');
}

/** Deviations from recommendations are told, and forgiven. */
export const isKept = (findings: readonly Finding[]): boolean =>
  findings.every((finding) => finding.isKept || finding.isTolerant);
