import { parseAddress } from '../../../base/ip.ts';
import { parseNetwork } from '../../networks.ts';
import { isFirst, type Modifier, withoutWildcards, wrongType } from './modifier.ts';

/** The field is an address in the network. A network with host bits set is a mistake. */
export const cidr: Modifier = {
  name: 'cidr',
  change: (value, use) => {
    if (!use.hasField) {
      use.scope.report('sigma/needs-field', { modifier: use.name }, use.span);
      return undefined;
    }
    if (!isFirst(use)) return undefined;
    if (value.kind !== 'text') return wrongType(value, use, 'text');
    const text = withoutWildcards(value, use);
    if (text === undefined) return undefined;
    const network = parseNetwork(text);
    if (!network || parseAddress(text.split('/')[0] ?? '')?.bits !== network.bits) {
      use.scope.report('sigma/network', { text, ...(network && { meant: network.text }) }, value.span);
      return undefined;
    }
    return { kind: 'network', network, span: value.span };
  },
};
