import { v5 } from 'uuid';
import type { Rule } from '../ir/rule.ts';

/** The namespace of ids that isorule derives; fixed for ever, so that an output keeps its id. */
const NAMESPACE = '3f7b8a52-6c1d-5e94-9a0b-4d2e71c85f36';

/**
 * An id for an output of a rule, the same each time (RFC 9562, version 5): from the author's id, else from the short name of its
 * documentation page, else from its path and title.
 */
export function ruleUuid({ metadata, source }: Rule): string {
  const { ruleId, slug, name = '' } = metadata;
  const own = ruleId ? `id:${ruleId}` : slug ? `slug:${slug}` : `path:${source.path}\n${source.index}\n${name}`;
  return v5(own, NAMESPACE);
}
