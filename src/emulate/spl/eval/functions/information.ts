import { isMulti, numberOf, type Value } from '../../value.ts';
import { argument, type Call, type Evaluate, type FunctionTable } from '../function.ts';

const docs = 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/InformationalFunctions';

const asks =
  (test: (value: Value) => boolean) =>
  (call: Call): Evaluate =>
  (row) =>
    test(argument(call, 0)(row));

const isNumber = (value: Value): boolean => numberOf(value) !== undefined;

function typeName(value: Value): string {
  if (typeof value === 'boolean') return 'Boolean';
  if (isMulti(value)) return 'Multivalue';
  return isNumber(value) ? 'Number' : 'String';
}

/** https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/InformationalFunctions */
export const informationFunctions: FunctionTable = {
  isbool: {
    args: [1, 1],
    gives: 'boolean',
    conditions: 'any',
    case: 'O050',
    docs,
    build: asks((v) => typeof v === 'boolean'),
  },
  isint: {
    args: [1, 1],
    gives: 'boolean',
    case: 'O051',
    docs,
    build: asks((value) => Number.isInteger(numberOf(value))),
  },
  isnotnull: { args: [1, 1], gives: 'boolean', case: 'S060', docs, build: asks((value) => value !== null) },
  isnull: { args: [1, 1], gives: 'boolean', case: 'S059', docs, build: asks((value) => value === null) },
  isnum: { args: [1, 1], gives: 'boolean', case: 'O052', docs, build: asks(isNumber) },
  isstr: {
    args: [1, 1],
    gives: 'boolean',
    case: 'O053',
    docs,
    build: asks((value) => typeof value === 'string' && !isNumber(value)),
  },
  typeof: {
    args: [1, 1],
    gives: 'value',
    conditions: 'any',
    case: 'O054',
    docs,
    build: (call) => {
      // A field that is not there is Invalid, null() is Null. [SR/Informational]
      const missing = call.args[0]?.expr.kind === 'field' ? 'Invalid' : 'Null';
      return (row) => {
        const value = argument(call, 0)(row);
        return value === null ? missing : typeName(value);
      };
    },
  },
};
