import { backends, convertRule, isUsable, loadRules, SourceText } from '../src/index.ts';

/** The outputs of a rule for every target, by file name. */
export function exampleOutputs(text: string): ReadonlyMap<string, string> {
  const [rule] = loadRules(new SourceText('rule.md', text)).rules.filter(isUsable);
  if (!rule) throw new Error('the example rule has no meaning');
  const outputs = new Map<string, string>();
  for (const backend of backends) {
    const conversion = convertRule(rule, backend);
    if (conversion.text !== undefined) outputs.set(`rule${backend.extension}`, conversion.text);
  }
  return outputs;
}
