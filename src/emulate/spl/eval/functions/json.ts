import { readPath } from '../../json/path.ts';
import { parseJson } from '../../json/read.ts';
import { several, textOf } from '../../value.ts';
import { type FunctionTable, single } from '../function.ts';

const docs = 'https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/JSONFunctions';

/** https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/JSONFunctions */
export const jsonFunctions: FunctionTable = {
  json_extract: {
    args: [2, 2],
    gives: 'value',
    case: 'O095',
    docs,
    open: 'only paths to single values are read; several values, and objects, are refused',
    build: (call) =>
      single((text, path) => {
        const json = parseJson(textOf(text ?? ''));
        const values = json === undefined ? [] : readPath(json, textOf(path ?? ''), call.context.readings.jsonNull);
        if (values === undefined || values.length > 1) {
          call.context.report('spl/unsupported', { what: 'this path of json_extract' }, call.span);
          return null;
        }
        return several(values);
      })(call),
  },
};
