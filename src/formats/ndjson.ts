import { parse } from 'lossless-json';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../text/source-text.ts';
import { exactInteger } from './integer.ts';
import { readJson } from './json.ts';
import { type Located, MAX_DEPTH, type Plain, type Read, spanOf } from './located.ts';

/** A line that is not blank. */
export interface TextLine {
  /** First line 1. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export function textLines(source: SourceText): readonly TextLine[] {
  const { text, lineStarts } = source;
  return lineStarts.flatMap((from, index) => {
    const start = index === 0 && text.startsWith('\ufeff') ? 1 : from;
    const end = (lineStarts[index + 1] ?? text.length + 1) - 1;
    return text.slice(start, end).trim() === '' ? [] : [{ line: index + 1, start, end }];
  });
}

/** One JSON value a line, each with the places of its parts. A broken line is reported and left out; the others are read. */
export function readNdjson(source: SourceText): Read<readonly Located[]> {
  const values: Located[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { start, end } of textLines(source)) {
    const { value, diagnostics: found } = readJson(source, start, end);
    if (value) values.push(value);
    diagnostics.push(...found);
  }
  return { value: values, diagnostics };
}

type JsonObject = { readonly [key: string]: Plain };

export interface EventLine {
  readonly line: number;
  readonly event: JsonObject;
}

/** Whole numbers beyond 2^53 stay exact, as bigint. */
const exactNumber = (digits: string): number | bigint =>
  digits.length < 16 || /[.eE]/.test(digits) ? Number(digits) : exactInteger(digits);

/** The depth of brackets, not counting those in strings. It need not be right for text that is not JSON. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === '[' || char === '{') deepest = Math.max(deepest, ++depth);
    else if (char === ']' || char === '}') depth--;
  }
  return deepest;
}

function endOfString(text: string, open: number): number {
  let at = open + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

/** Quick, without places; nothing where the line is not read. */
function parseLine(text: string): { readonly value: unknown } | undefined {
  if (depthOf(text) > MAX_DEPTH) return undefined;
  try {
    return { value: parse(text, undefined, exactNumber) };
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Why a line is no event. */
function problemsOf(source: SourceText, { start, end }: TextLine): readonly Diagnostic[] {
  const { value, diagnostics } = readJson(source, start, end);
  const span = value?.span ?? spanOf(source, start, end);
  return diagnostics.length > 0 ? diagnostics : [diagnostic('container/event-not-an-object', {}, span)];
}

/**
 * Events, one JSON object a line, as plain values. A line that is no object is an error and left out; the others are read.
 * Whole numbers beyond 2^53 are bigint.
 */
export function readEvents(source: SourceText): Read<readonly EventLine[]> {
  const events: EventLine[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const line of textLines(source)) {
    const parsed = parseLine(source.text.slice(line.start, line.end));
    if (parsed && isObject(parsed.value)) events.push({ line: line.line, event: parsed.value });
    else diagnostics.push(...problemsOf(source, line));
  }
  return { value: events, diagnostics };
}
