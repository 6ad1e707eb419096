import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { schemasTable, unknownSchema } from '../../src/cli/schemas.ts';
import { messageOf } from '../../src/diagnostics/diagnostic.ts';
import { plain, renderHuman } from '../../src/diagnostics/render/human.ts';
import { schemas } from '../../src/mapping/schemas/index.ts';
import { readSchema } from '../../src/schema/read-schema.ts';
import { SourceText } from '../../src/text/source-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'isorule-'));
const rule = join(folder, 'rule.eql');
writeFileSync(rule, 'any where process.args : "x" and process.pid == 4\n');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let runs = 0;

/** Converts the rule: the exit code, and what was written. */
async function convert(target: string, ...flags: readonly string[]): Promise<readonly [number, string]> {
  const into = `out${runs++}`;
  const code = await main(['convert', rule, '--no-comments', '--to', target, '-o', join(folder, into), ...flags]);
  const [file] = readdirSync(folder).includes(into) ? readdirSync(join(folder, into)) : [];
  return [code, file === undefined ? '' : readFileSync(join(folder, into, file), 'utf8')];
}

describe('isorule convert --schema', () => {
  it.each([
    ['none', [], '"process.pid" = 4'],
    ['ecs', ['--schema', 'ecs'], '"process.pid" = 4'],
    ['ecs-json', ['--schema', 'ecs-json'], `json_extract_string("event", '$."process"."pid"')`],
    ['another layout', ['--schema', 'ecs-json', '--layout', 'columns'], '"process.pid" = 4'],
  ])('writes for the layout of the schema, unless a flag says another: %s', async (_, flags, wanted) => {
    expect(await convert('sql:duckdb', ...flags)).toEqual([0, expect.stringContaining(wanted)]);
  });

  it('reads a file where the name has a dot or a folder', async () => {
    const file = join(folder, 'schema.json');
    writeFileSync(file, '{"process": {"properties": {"pid": {"type": "keyword"}, "args": {"type": "keyword"}}}}');
    expect(await convert('sql:duckdb', '--schema', file)).toEqual([0, expect.stringContaining(`"process.pid" = '4'`)]);
    writeFileSync(file, '{"process": {"properties": {"pid": {"type": 5}}}}');
    expect(await convert('sql:duckdb', '--schema', file)).toEqual([3, '']);
    expect(await convert('sql:duckdb', '--schema', './none')).toEqual([3, '']);
  });

  it('refuses an unknown name', async () => {
    expect(await convert('kusto', '--schema', 'ecs-jsn')).toEqual([3, '']);
  });
});

it('an unknown name is answered with those that there are', () => {
  const said = renderHuman(unknownSchema('ecs-jsn'), plain);
  expect(said).toContain('unknown schema `ecs-jsn`');
  expect(said).toContain('did you mean `ecs-json`');
  for (const { id } of schemas) expect(said).toContain(id);
});

it('what is wrong with a file is said at its place', () => {
  const text = '{\n  "process": {"properties": {"pid": {"type": 5}}}\n}\n';
  const [found] = readSchema(new SourceText('schema.json', text)).diagnostics;
  expect(found && [messageOf(found), found.span?.source.text.slice(found.span.start, found.span.end)]).toEqual([
    '`type` of field `process.pid` must be text, found a number',
    '5',
  ]);
});

it('isorule schemas lists each', async () => {
  const lines = schemasTable().trimEnd().split('\n');
  expect(lines.map((line) => line.split(/\s/)[0])).toEqual(schemas.map(({ id }) => id));
  expect(await main(['schemas'])).toBe(0);
});

it('every schema has a name of its own that is no file, and knows its fields', () => {
  expect(new Set(schemas.map(({ id }) => id)).size).toBe(schemas.length);
  for (const { fields, id } of schemas) {
    expect(id).toMatch(/^[a-z-]+$/);
    expect([...fields.names()].length).toBeGreaterThan(10);
  }
});
