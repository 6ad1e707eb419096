const SEMVER = /^(0|[1-9]\d*)\.(\d+)(?:\.(\d+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$/;

function compareIdentifier(a: string, b: string): number {
  const numbers = [a, b].map((part) => /^\d+$/.test(part));
  if (numbers[0] && numbers[1]) {
    const difference = BigInt(a) - BigInt(b);
    return difference === 0n ? 0 : difference < 0n ? -1 : 1;
  }
  if (numbers[0] !== numbers[1]) return numbers[0] ? -1 : 1;
  return textOrder(a, b);
}

/** Semantic Versioning 2.0, section 11: a shorter list of identifiers comes first, a release after its pre-releases. */
function comparePrerelease(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  const left = a.split('.');
  const right = b.split('.');
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareIdentifier(left[i] ?? '', right[i] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

const textOrder = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/**
 * The order of two versions, as Elasticsearch's `version` field has it: semantic precedence among well-formed ones; a malformed one
 * equals only itself and comes after every well-formed one.
 */
export function compareVersions(a: string, b: string): number {
  const left = SEMVER.exec(a);
  const right = SEMVER.exec(b);
  if (left && right) {
    const numbers = [1, 2, 3].map((i) => compareIdentifier(left[i] ?? '0', right[i] ?? '0'));
    return numbers.find((order) => order !== 0) ?? comparePrerelease(left[4], right[4]);
  }
  return left ? -1 : right ? 1 : textOrder(a, b);
}
