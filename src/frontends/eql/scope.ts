import type { EqlField } from '../../../grammars/eql/ast.ts';
import { didYouMean } from '../../base/did-you-mean.ts';
import type { Code, ParamsOf } from '../../diagnostics/catalog/index.ts';
import { type Diagnostic, diagnostic } from '../../diagnostics/diagnostic.ts';
import { field, NULL } from '../../ir/build.ts';
import type { Field, Literal } from '../../ir/value.ts';
import type { Schema, UsableField } from '../../schema/schema.ts';
import type { Span } from '../../text/source-text.ts';

/** What a query is lowered in: the schema its names are looked up in, and the diagnostics collected on the way. */
export class Scope {
  readonly schema: Schema;
  readonly diagnostics: Diagnostic[] = [];

  constructor(schema: Schema) {
    this.schema = schema;
  }

  report<C extends Code>(code: C, params: ParamsOf<C>, span: Span): void {
    this.diagnostics.push(diagnostic(code, params, span));
  }

  /**
   * The field a name stands for. `within` is the call around it, where Elasticsearch reports an analysed text. A closed schema makes an
   * unknown field an error, or the constant null if it is optional; an error gives a field of unknown type, so that lowering goes on.
   */
  field(node: EqlField, within: Span = node.span): Field | Literal {
    const info = this.schema.find(node.name);
    const options = { optional: node.optional, origin: node.span };
    if (info?.kind === 'usable') return field(info.name, info, options);
    const unknown = field(node.name, { type: 'unknown', list: false }, options);
    if (info) {
      this.#refuse(node, info, within);
    } else if (this.schema.closed) {
      if (node.optional) return { ...NULL, origin: node.span };
      this.report(
        'eql/unknown-field',
        { name: node.name, near: didYouMean(node.name, this.schema.names()) },
        node.span,
      );
    }
    return unknown;
  }

  #refuse(node: EqlField, info: Exclude<ReturnType<Schema['find']>, UsableField | undefined>, within: Span): void {
    if (info.why === 'text-only' || info.why === 'normalized') {
      this.report('eql/inexact-field', { name: node.name, why: info.why }, within);
    } else {
      const parent = info.parent === undefined ? {} : { parent: info.parent };
      this.report('eql/unusable-field', { name: node.name, sourceType: info.sourceType, ...parent }, node.span);
    }
  }
}
