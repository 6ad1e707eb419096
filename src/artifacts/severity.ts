import type { RuleMetadata } from '../ir/rule.ts';

/** One severity in each platform's words. */
interface SeverityWords {
  /** savedsearches.conf: 1 debug, 2 info, 3 warn, 4 error, 5 severe, 6 fatal. */
  readonly splunk: number;
  /** Microsoft Sentinel has no `critical`. */
  readonly sentinel: 'Informational' | 'Low' | 'Medium' | 'High';
  readonly defender: 'informational' | 'low' | 'medium' | 'high';
  /** Kibana has no `informational`. */
  readonly kibana: 'low' | 'medium' | 'high' | 'critical';
  /** Kibana's score where a rule has none: the middle value that its own rules use. */
  readonly risk: number;
}

const WORDS = {
  informational: { splunk: 2, sentinel: 'Informational', defender: 'informational', kibana: 'low', risk: 21 },
  low: { splunk: 2, sentinel: 'Low', defender: 'low', kibana: 'low', risk: 21 },
  medium: { splunk: 3, sentinel: 'Medium', defender: 'medium', kibana: 'medium', risk: 47 },
  high: { splunk: 4, sentinel: 'High', defender: 'high', kibana: 'high', risk: 73 },
  critical: { splunk: 5, sentinel: 'High', defender: 'high', kibana: 'critical', risk: 99 },
} as const satisfies Readonly<Record<string, SeverityWords>>;

type Severity = keyof typeof WORDS;

const isSeverity = (word: string): word is Severity => Object.hasOwn(WORDS, word);

export interface RuleSeverity {
  readonly name: Severity;
  readonly words: SeverityWords;
  /** The rule's own score, or the one of its severity. */
  readonly risk: number;
  /** What is made up where the rule has no severity that is known. */
  readonly remarks: readonly string[];
}

/** A rule's severity; `medium` where it has none, which is said. */
export function severityOf({ severity, riskScore }: RuleMetadata): RuleSeverity {
  const word = severity?.trim().toLowerCase() ?? '';
  const name = isSeverity(word) ? word : 'medium';
  const words = WORDS[name];
  const remarks = isSeverity(word) ? [] : ['the rule has no severity that is known, so it is medium'];
  return { name, words, risk: riskScore ?? words.risk, remarks };
}
