import { describe, expect, it } from 'vitest';
import { addressText, networkBits, parseAddress } from './ip.ts';

const spelled = (text: string): string | undefined => {
  const address = parseAddress(text);
  return address && addressText(address);
};

describe('addresses', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['::', '::'],
    ['fe80::', 'fe80::'],
    ['2001:DB8::a:0:0:1', '2001:db8::a:0:0:1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['::ffff:1.2.3.4', '::ffff:102:304'],
    ['1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
  ])('%s is spelled %s', (text, canonical) => {
    expect(spelled(text)).toBe(canonical);
  });

  it.each([
    '',
    '10.0.0',
    '01.2.3.4',
    '1.2.3.256',
    '1.2.3.4 ',
    '1::2::3',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7::8:9',
    'fe80::1%eth0',
    '1.2.3.4::',
    '12345::',
  ])('%j is no address', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  it('clears host bits', () => {
    const address = parseAddress('10.6.48.157');
    expect(address && addressText({ family: 4, bits: networkBits(address, 8) })).toBe('10.0.0.0');
  });
});
