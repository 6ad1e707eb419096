import { addressText, addressWidth } from '../base/ip.ts';
import { literalScalar } from '../eval/value.ts';
import type { Scalar } from '../functions/function.ts';
import type { Literal, Network } from '../ir/value.ts';
import { type Candidate, candidate } from './candidate.ts';
import { otherCase, textsAround } from './text-candidates.ts';

const MILLISECOND = 1_000_000n;

const integersAround = (value: bigint): readonly Scalar[] => [value + 1n, value - 1n, -value, 0n, value * 2n + 1n];

const realsAround = (value: number): readonly Scalar[] =>
  [value + 0.5, value - 0.5, value + 1, value - 1, -value, Math.ceil(value), Math.floor(value)].filter(Number.isFinite);

const instant = (nanos: bigint): Scalar => ({ kind: 'instant', nanos });
const version = (text: string): Scalar => ({ kind: 'version', text });

const borders = (values: readonly Scalar[]): readonly Candidate<Scalar>[] =>
  values.map((value) => candidate('boundary', value));

/** A constant and its neighbours: what equals it, what lies just beside it. */
export function scalarsAround(literal: Literal): readonly Candidate<Scalar>[] {
  const self = candidate<Scalar>('plain', literalScalar(literal));
  switch (literal.type) {
    case 'null':
      return [];
    case 'text':
      return textsAround(literal.value);
    case 'integer':
      return [self, ...borders(integersAround(literal.value))];
    case 'real':
      return [self, ...borders(realsAround(literal.value))];
    case 'boolean':
      return [self, candidate('near', !literal.value)];
    case 'date':
      return [self, ...borders([instant(literal.value + MILLISECOND), instant(literal.value - MILLISECOND)])];
    case 'version':
      return [
        self,
        candidate('other-case', version(otherCase(literal.value))),
        ...borders([
          version(`${literal.value}.1`),
          version(`${literal.value}-rc.1`),
          version('0.0.1'),
          version('999.0.0'),
        ]),
      ];
  }
}

const address = (family: 4 | 6, bits: bigint): readonly string[] => {
  const width = BigInt(addressWidth(family));
  return bits >= 0n && bits < 1n << width ? [addressText({ family, bits })] : [];
};

const FOREIGN: Readonly<Record<4 | 6, string>> = { 4: '2001:db8::1', 6: '192.0.2.1' };

/** The first and last address of a network, those just outside, one of the other family, and text that is none. */
export function addressesAround({ family, bits, prefix }: Network): readonly Candidate<Scalar>[] {
  const size = 1n << BigInt(addressWidth(family) - prefix);
  const inside = [...address(family, bits + size / 2n), ...address(family, bits), ...address(family, bits + size - 1n)];
  const outside = [...address(family, bits - 1n), ...address(family, bits + size)];
  const [first = ''] = inside;
  return [
    candidate('plain', first),
    ...borders([...inside.slice(1), ...outside]),
    candidate('near', FOREIGN[family]),
    candidate('special', `${first} `),
    candidate('special', family === 4 ? `::ffff:${first}` : first.toUpperCase()),
    candidate('special', family === 4 ? first.replace(/\d+$/, '0$&') : `${first}%1`),
  ];
}
