// Made by runtime-source.test.ts from runtime/*.ts, src/functions and src/base. Do not edit; see README.md.

/** The source of each helper without types, and the helpers that it uses. */
export const runtimeSource = {
  EDGE: {
    isConstant: true,
    needs: [],
    text: "/** No character: the text starts or ends here. */\nconst EDGE = -1;",
  },
  FOLDS: {
    isConstant: true,
    needs: ["foldAscii","foldSimple"],
    text: "const FOLDS = {\n  exact: (text) => text,\n  ascii: foldAscii,\n  simple: foldSimple,\n};",
  },
  HALF_PAIR: {
    isConstant: true,
    needs: [],
    text: "/** Half of a pair of code units, which would be found within a whole one. */\nconst HALF_PAIR = /\\p{Surrogate}/u;",
  },
  ISO: {
    isConstant: true,
    needs: [],
    text: "const ISO =\n  /^([+-]?\\d{4,6})(?:-(\\d{2})(?:-(\\d{2}))?)?(?:[T ](\\d{2})(?::?(\\d{2})(?::?(\\d{2})(?:[.,](\\d{1,9})\\d*)?)?)?)?\\s*(Z|[+-]\\d{2}(?::?\\d{2})?)?$/i;",
  },
  JSON_NUMBER: {
    isConstant: true,
    needs: [],
    text: "const JSON_NUMBER = /^-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?$/;",
  },
  LAST_MILLISECOND: {
    isConstant: true,
    needs: [],
    text: "/** The farthest time that JavaScript's Date can spell, in milliseconds from 1970. */\nconst LAST_MILLISECOND = 8_640_000_000_000_000n;",
  },
  MILLIS_PER_DAY: {
    isConstant: true,
    needs: [],
    text: "const MILLIS_PER_DAY = 86_400_000;",
  },
  NANOS_PER_MILLI: {
    isConstant: true,
    needs: [],
    text: "const NANOS_PER_MILLI = 1_000_000n;",
  },
  NANOS_PER_MILLISECOND: {
    isConstant: true,
    needs: [],
    text: "const NANOS_PER_MILLISECOND = 1_000_000n;",
  },
  NO_ELEMENTS: {
    isConstant: true,
    needs: [],
    text: "const NO_ELEMENTS = [];",
  },
  NO_FIELDS: {
    isConstant: true,
    needs: [],
    text: "const NO_FIELDS = { id: '', values: [] };",
  },
  NO_MATCHES: {
    isConstant: true,
    needs: [],
    text: "const NO_MATCHES = [];",
  },
  NO_STEPS: {
    isConstant: true,
    needs: [],
    text: "const NO_STEPS = [];",
  },
  OCTET: {
    isConstant: true,
    needs: [],
    text: "const OCTET = /^(?:0|[1-9][0-9]{0,2})$/;",
  },
  ORDER_TESTS: {
    isConstant: true,
    needs: [],
    text: "const ORDER_TESTS = {\n  lt: (order) => order < 0,\n  lte: (order) => order <= 0,\n  gt: (order) => order > 0,\n  gte: (order) => order >= 0,\n};",
  },
  POSITION_TESTS: {
    isConstant: true,
    needs: ["EDGE","isUnicodeWord","isWord"],
    text: "const POSITION_TESTS = {\n  'text-start': (before) => before === EDGE,\n  'text-end': (_before, after) => after === EDGE,\n  'text-end-or-final-newline': (_before, after, last) =>\n    after === EDGE || (after === 10 && last),\n  'line-start': (before) => before === EDGE || before === 10,\n  'line-start-before-text': (before, after) => before === EDGE || (before === 10 && after !== EDGE),\n  'line-end': (_before, after) => after === EDGE || after === 10,\n  word: (before, after) => isWord(before) !== isWord(after),\n  'not-word': (before, after) => isWord(before) === isWord(after),\n  'unicode-word': (before, after) => isUnicodeWord(before) !== isUnicodeWord(after),\n  'not-unicode-word': (before, after) => isUnicodeWord(before) === isUnicodeWord(after),\n};",
  },
  SEMVER: {
    isConstant: true,
    needs: [],
    text: "const SEMVER = /^(0|[1-9]\\d*)\\.(\\d+)(?:\\.(\\d+))?(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z.-]+)?$/;",
  },
  SWEEP_AFTER: {
    isConstant: true,
    needs: [],
    text: "/** So many uses pass at least before states that can't matter any more are looked for. */\nconst SWEEP_AFTER = 1024;",
  },
  SequenceMachine: {
    isConstant: true,
    needs: ["emptyState","eventsInOrder","keyTable","missingSteps","plainValue","timeText","waitingList"],
    text: "/**\n * Elasticsearch's state machine: one slot a positive step and key, for the latest partial match that ends there. Steps are tried from the\n * last to the first, then missing steps, then `until`.\n */\nclass SequenceMachine {\n  #plan;\n  #positive;\n  #missing;\n  #leads;\n  #trails;\n  #table;\n  #list = waitingList();\n  #clock = 0n;\n\n  constructor(plan, limits) {\n    this.#plan = plan;\n    this.#positive = plan.steps.filter((step) => !step.missing);\n    this.#missing = missingSteps(plan.steps);\n    this.#leads = this.#missing.some(({ after }) => after === 0);\n    this.#trails = this.#missing.some(({ after }) => after === this.#positive.length);\n    this.#table = keyTable(\n      (key) => emptyState(key, this.#positive.length - 1),\n      (state) => this.#isLive(state),\n      limits,\n      ({ waiting }) => {\n        for (const one of waiting) one.isOver = true;\n      },\n    );\n  }\n\n  #within(from, to) {\n    const { maxspan } = this.#plan;\n    return maxspan === null || to - from <= maxspan;\n  }\n\n  #isLive({ slots, lead, waiting }) {\n    const now = this.#clock;\n    if (lead !== undefined && this.#within(lead, now)) return true;\n    return (\n      slots.some((partial) => partial && this.#within(partial.first, now)) || waiting.some(({ isOver }) => !isOver)\n    );\n  }\n\n  /** Tests a match of the positive steps by the missing ones; what these can't reject any more is a result. */\n  #complete(state, last, results) {\n    const { first, lead, seen, isBroken } = last;\n    if (isBroken || (this.#leads && !this.#trails && lead !== undefined && this.#within(lead, seen.at))) return;\n    const match = {\n      events: eventsInOrder(this.#plan.steps, last),\n      key: state.key.values.map(plainValue),\n      first: timeText(first),\n      last: timeText(seen.at),\n    };\n    const result = { place: seen.place, key: state.key, match };\n    // From here on, for a maxspan, an event of the last missing steps rejects the match.\n    const from = this.#leads ? lead : first;\n    if (this.#trails && from !== undefined) this.#wait(state, result, seen.at, from);\n    else results.push(result);\n  }\n\n  #wait(state, result, last, from) {\n    const { maxspan } = this.#plan;\n    const waiting = { result, last, deadline: maxspan === null ? undefined : from + maxspan, isOver: false };\n    this.#list.add(waiting);\n    state.waiting = [...state.waiting.filter(({ isOver }) => !isOver), waiting];\n  }\n\n  /** What the step before left is taken in any case, and extended where maxspan allows it. */\n  #extended(state, step, seen) {\n    const { at } = seen;\n    if (step === 0) {\n      const lead = state.lead !== undefined && state.lead < at ? state.lead : state.earlierLead;\n      return { seen, before: undefined, first: at, lead, isBroken: false, gap: undefined };\n    }\n    const taken = state.slots[step - 1];\n    state.slots[step - 1] = undefined;\n    if (!taken || !this.#within(taken.first, at)) return undefined;\n    const { first, lead, gap } = taken;\n    return {\n      seen,\n      before: taken,\n      first,\n      lead,\n      isBroken: taken.isBroken || (gap !== undefined && gap < at),\n      gap: undefined,\n    };\n  }\n\n  #takeStep(step, key, seen, results) {\n    const state = step === 0 ? this.#table.open(key) : this.#table.find(key);\n    const partial = state && this.#extended(state, step, seen);\n    if (!partial) return;\n    if (step === this.#positive.length - 1) this.#complete(state, partial, results);\n    else state.slots[step] = partial;\n  }\n\n  #takeMissing(after, key, at) {\n    const state = after === 0 ? this.#table.open(key) : this.#table.find(key);\n    if (!state) return;\n    if (after === this.#positive.length) for (const one of state.waiting) one.isOver ||= one.last < at;\n    else if (after > 0) {\n      const partial = state.slots[after - 1];\n      if (partial && partial.seen.at < at) partial.gap ??= at;\n    } else if (state.lead !== at) {\n      state.earlierLead = state.lead;\n      state.lead = at;\n    }\n  }\n\n  take(seen, results) {\n    const { event, at } = seen;\n    this.#clock = at;\n    for (let step = this.#positive.length - 1; step >= 0; step--) {\n      const plan = this.#positive[step];\n      if (plan?.passes(event)) for (const key of plan.keys(event)) this.#takeStep(step, key, seen, results);\n    }\n    for (const { step, after } of this.#missing) {\n      if (step.passes(event)) for (const key of step.keys(event)) this.#takeMissing(after, key, at);\n    }\n    const { until } = this.#plan;\n    if (until?.passes(event)) for (const key of until.keys(event)) this.#table.find(key)?.slots.fill(undefined);\n  }\n\n  settle(now, results) {\n    this.#list.settle(now, results);\n  }\n}",
  },
  add: {
    isConstant: false,
    needs: ["onNumbers"],
    text: "/** The sum of two numbers. */\nfunction add(left, right) {\n  return onNumbers(\n    left,\n    right,\n    (a, b) => a + b,\n    (a, b) => a + b,\n  );\n}",
  },
  addressText: {
    isConstant: false,
    needs: ["v6Text"],
    text: "/** The canonical spelling of an address (RFC 5952, but for dotted tails). */\nfunction addressText(address) {\n  if (address.family === 6) return v6Text(address.bits);\n  return [24n, 16n, 8n, 0n].map((shift) => ((address.bits >> shift) & 255n).toString()).join('.');\n}",
  },
  addressWidth: {
    isConstant: true,
    needs: [],
    text: "const addressWidth = (family) => (family === 4 ? 32 : 128);",
  },
  alertHit: {
    isConstant: false,
    needs: ["eventsOf","lastHit","placeOf","plainValue"],
    text: "/** An alert as an event of the correlation around. */\nfunction alertHit(alert, groupBy, rule) {\n  const event = Object.fromEntries(groupBy.map((name, i) => [name, plainValue(alert.key.values[i] ?? null)]));\n  return { rules: [rule], event, events: eventsOf(alert), at: lastHit(alert)?.at ?? 0n, place: placeOf(alert) };\n}",
  },
  asAddress: {
    isConstant: false,
    needs: ["addressText","parseAddress"],
    text: "/** An address in its canonical spelling. */\nfunction asAddress(raw) {\n  const address = typeof raw === 'string' ? parseAddress(raw) : undefined;\n  return address ? addressText(address) : null;\n}",
  },
  asAsciiText: {
    isConstant: false,
    needs: ["asText","foldAscii"],
    text: "/** A text with A to Z folded. */\nfunction asAsciiText(raw) {\n  const text = asText(raw);\n  if (text === null) return null;\n  // All in ASCII, the platform's own folding does the same, and faster.\n  return /\\P{ASCII}/u.test(text) ? foldAscii(text) : text.toLowerCase();\n}",
  },
  asBoolean: {
    isConstant: false,
    needs: [],
    text: "/** A boolean, or the text of one. */\nfunction asBoolean(raw) {\n  if (typeof raw === 'boolean') return raw;\n  if (raw === 'true') return true;\n  return raw === 'false' ? false : null;\n}",
  },
  asDate: {
    isConstant: false,
    needs: ["asLong","epochMillis","parseIso"],
    text: "/** A time: ISO 8601 text (no zone: UTC), or epoch milliseconds as a whole number or its text. */\nfunction asDate(raw) {\n  // A whole number has a hyphen in front only.\n  const millis = typeof raw === 'string' && raw[4] === '-' ? null : asLong(raw);\n  if (millis !== null) return { kind: 'instant', nanos: epochMillis(millis) };\n  const nanos = typeof raw === 'string' ? parseIso(raw) : undefined;\n  return nanos === undefined ? null : { kind: 'instant', nanos };\n}",
  },
  asDouble: {
    isConstant: false,
    needs: [],
    text: "/** A number, or the text of one in JSON's syntax. */\nfunction asDouble(raw) {\n  if (typeof raw === 'bigint' || typeof raw === 'number') return raw;\n  const isNumber = typeof raw === 'string' && /^-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(raw);\n  return isNumber ? Number(raw) : null;\n}",
  },
  asIp: {
    isConstant: false,
    needs: ["parseAddress"],
    text: "/** The text of an address. */\nfunction asIp(raw) {\n  return typeof raw === 'string' && parseAddress(raw) ? raw : null;\n}",
  },
  asLong: {
    isConstant: false,
    needs: [],
    text: "/** A whole number, or the text of one. */\nfunction asLong(raw) {\n  if (typeof raw === 'bigint') return raw;\n  if (typeof raw === 'number') return Number.isInteger(raw) ? BigInt(raw) : null;\n  return typeof raw === 'string' && /^-?[0-9]+$/.test(raw) ? BigInt(raw) : null;\n}",
  },
  asScalar: {
    isConstant: false,
    needs: [],
    text: "/** Any scalar, as it is. */\nfunction asScalar(raw) {\n  const isScalar =\n    typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'bigint' || typeof raw === 'boolean';\n  return isScalar ? raw : null;\n}",
  },
  asSimpleText: {
    isConstant: false,
    needs: ["asText","foldSimple"],
    text: "/** A text with all letters folded. */\nfunction asSimpleText(raw) {\n  const text = asText(raw);\n  return text === null ? null : foldSimple(text);\n}",
  },
  asText: {
    isConstant: false,
    needs: ["plainDecimal"],
    text: "/** A text; numbers in plain decimal spelling, booleans as `true` and `false`. */\nfunction asText(raw) {\n  if (typeof raw === 'string') return raw;\n  return typeof raw === 'number' || typeof raw === 'bigint' || typeof raw === 'boolean' ? plainDecimal(raw) : null;\n}",
  },
  asVersion: {
    isConstant: false,
    needs: [],
    text: "/** A version, well-formed or not. */\nfunction asVersion(raw) {\n  return typeof raw === 'string' ? { kind: 'version', text: raw } : null;\n}",
  },
  ascending: {
    isConstant: false,
    needs: [],
    text: "function ascending(values) {\n  return [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));\n}",
  },
  automaton: {
    isConstant: false,
    needs: ["EDGE","POSITION_TESTS","inRanges","isUnicodeWord","isWord","reached"],
    text: "/**\n * A regular expression as an automaton that runs in linear time, whatever the text: it follows all ways at once, and remembers sets of\n * states that it has met.\n */\nfunction automaton(states, start, search) {\n  const hasTests = states.some((state) => 'if' in state);\n  const known = new Map();\n  let kept = 0;\n  const intern = (from, before) => {\n    const items = reached(states, from);\n    const side = hasTests ? [before === EDGE, before === 10, isWord(before), isUnicodeWord(before)] : [];\n    const name = [...side, ...items].join();\n    const found = known.get(name) ?? { items, before, next: new Map() };\n    if (!known.has(name)) kept += items.length + 100;\n    if (kept > 200_000) {\n      // All that is remembered hangs on the first states and on the names: memory stays bounded, time linear.\n      known.clear();\n      first.next.clear();\n      kept = 0;\n    }\n    known.set(name, found);\n    return found;\n  };\n  const settled = ({ items, before }, after, last) =>\n    hasTests ? reached(states, items, (test) => POSITION_TESTS[test](before, after, last)) : items;\n  const step = (from, code, last) => {\n    const items = settled(from, code, last);\n    if (search && items[0] === 0) return undefined;\n    const next = items.flatMap((item) => {\n      const state = states[item] ?? [];\n      return 'in' in state && inRanges(state.in, code) ? [state.to] : [];\n    });\n    return intern(next, code);\n  };\n  const first = intern([start], EDGE);\n  const follow = (from, code, last) => {\n    const next = (last ? undefined : from.next.get(code)) ?? step(from, code, last);\n    if (next !== undefined && !last && from.next.size < 500) from.next.set(code, next);\n    return next;\n  };\n  return (text) => {\n    let at = first;\n    for (let offset = 0; offset < text.length && at?.items.length; ) {\n      const code = text.codePointAt(offset) ?? 0;\n      offset += code > 0xffff ? 2 : 1;\n      at = follow(at, code, code === 10 && offset === text.length);\n    }\n    return at === undefined || settled(at, EDGE, false)[0] === 0;\n  };\n}",
  },
  between: {
    isConstant: false,
    needs: ["fold","textOf","truthOf"],
    text: "/** The text between the first `left` and the next (greedy: the last) `right` behind it; absent if either is not there. */\nfunction between(source, left, right, greedy, rule) {\n  const [text, before, after, last] = [textOf(source), textOf(left), textOf(right), truthOf(greedy ?? null)];\n  if (text === null || before === null || after === null || (last === null && greedy !== undefined)) return null;\n  const folded = fold(text, rule);\n  const found = folded.indexOf(fold(before, rule));\n  const start = found + before.length;\n  const end = last ? folded.lastIndexOf(fold(after, rule)) : folded.indexOf(fold(after, rule), start);\n  return found === -1 || end < start ? null : text.slice(start, end);\n}",
  },
  byPresence: {
    isConstant: false,
    needs: [],
    text: "/** What is missing comes last. */\nfunction byPresence(a, b) {\n  return Number(a === undefined || a === null) - Number(b === undefined || b === null);\n}",
  },
  byTime: {
    isConstant: false,
    needs: ["byPresence","orderScalars"],
    text: "/** The order of time; ties go by the tiebreaker, then by arrival. */\nfunction byTime(a, b) {\n  if (a.at === undefined || b.at === undefined || a.at === b.at)\n    return byPresence(a.at, b.at) || orderScalars(a.tie, b.tie, 1) || a.index - b.index;\n  return a.at < b.at ? -1 : 1;\n}",
  },
  civilDate: {
    isConstant: false,
    needs: [],
    text: "/** The midnight before, in UTC. */\nfunction civilDate({ year, month, day }) {\n  const date = new Date(0);\n  date.setUTCFullYear(year, month - 1, day);\n  return date;\n}",
  },
  civilOf: {
    isConstant: false,
    needs: ["civilOfIso","civilOfNanos","epochMillis","wholeOf"],
    text: "/** The date-time that a value spells: ISO 8601 as written, whatever its zone; numbers are epoch milliseconds, in UTC. */\nfunction civilOf(value) {\n  if (typeof value === 'object' && value?.kind === 'instant') return civilOfNanos(value.nanos);\n  const millis = wholeOf(value);\n  if (millis !== null) return civilOfNanos(epochMillis(millis));\n  return typeof value === 'string' ? civilOfIso(value) : undefined;\n}",
  },
  civilOfIso: {
    isConstant: true,
    needs: ["readIso"],
    text: "/** The date-time that a text in ISO 8601 spells, whatever its zone. */\nconst civilOfIso = (text) => readIso(text)?.civil;",
  },
  civilOfNanos: {
    isConstant: false,
    needs: ["NANOS_PER_MILLI"],
    text: "/** The date-time in UTC; nothing outside of the years that JavaScript's calendar has. */\nfunction civilOfNanos(nanos) {\n  const millis = nanos >= 0n ? nanos / NANOS_PER_MILLI : (nanos - NANOS_PER_MILLI + 1n) / NANOS_PER_MILLI;\n  const date = new Date(Number(millis));\n  if (Number.isNaN(date.getTime())) return undefined;\n  return {\n    year: date.getUTCFullYear(),\n    month: date.getUTCMonth() + 1,\n    day: date.getUTCDate(),\n    hour: date.getUTCHours(),\n    minute: date.getUTCMinutes(),\n    second: date.getUTCSeconds(),\n  };\n}",
  },
  codeAt: {
    isConstant: true,
    needs: [],
    text: "const codeAt = (text, at) => text.codePointAt(at) ?? 0;",
  },
  compareCodePoints: {
    isConstant: false,
    needs: ["codeAt"],
    text: "/** Order by code point: surrogate pairs count as what they spell. */\nfunction compareCodePoints(a, b) {\n  const end = Math.min(a.length, b.length);\n  let at = 0;\n  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at++;\n  if (at === end) return a.length - b.length;\n  // Behind a common high surrogate the difference may lie in the pair that it begins.\n  const pair = at > 0 ? codeAt(a, at - 1) - codeAt(b, at - 1) : 0;\n  return pair !== 0 ? pair : codeAt(a, at) - codeAt(b, at);\n}",
  },
  compareIdentifier: {
    isConstant: false,
    needs: ["textOrder"],
    text: "function compareIdentifier(a, b) {\n  const numbers = [a, b].map((part) => /^\\d+$/.test(part));\n  if (numbers[0] && numbers[1]) {\n    const difference = BigInt(a) - BigInt(b);\n    return difference === 0n ? 0 : difference < 0n ? -1 : 1;\n  }\n  if (numbers[0] !== numbers[1]) return numbers[0] ? -1 : 1;\n  return textOrder(a, b);\n}",
  },
  comparePrerelease: {
    isConstant: false,
    needs: ["compareIdentifier"],
    text: "/** Semantic Versioning 2.0, section 11: a shorter list of identifiers comes first, a release after its pre-releases. */\nfunction comparePrerelease(a, b) {\n  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;\n  const left = a.split('.');\n  const right = b.split('.');\n  for (let i = 0; i < Math.min(left.length, right.length); i++) {\n    const order = compareIdentifier(left[i] ?? '', right[i] ?? '');\n    if (order !== 0) return order;\n  }\n  return left.length - right.length;\n}",
  },
  compareScalars: {
    isConstant: false,
    needs: ["ORDER_TESTS","relate"],
    text: "/** Compares two scalars (docs/semantics.md, \"Comparing\"); null where an operand is absent or they have no order. */\nfunction compareScalars(op, a, b, rule) {\n  if (a === null || b === null) return null;\n  const relation = relate(a, b, rule);\n  if (!relation) return null;\n  if (op === 'eq') return relation.equal;\n  if (op === 'ne') return !relation.equal;\n  return relation.order === undefined ? null : ORDER_TESTS[op](relation.order);\n}",
  },
  compareVersions: {
    isConstant: false,
    needs: ["SEMVER","compareIdentifier","comparePrerelease","textOrder"],
    text: "/**\n * The order of two versions, as Elasticsearch's `version` field has it: semantic precedence among well-formed ones; a malformed one\n * equals only itself and comes after every well-formed one.\n */\nfunction compareVersions(a, b) {\n  const left = SEMVER.exec(a);\n  const right = SEMVER.exec(b);\n  if (left && right) {\n    const numbers = [1, 2, 3].map((i) => compareIdentifier(left[i] ?? '0', right[i] ?? '0'));\n    return numbers.find((order) => order !== 0) ?? comparePrerelease(left[4], right[4]);\n  }\n  return left ? -1 : right ? 1 : textOrder(a, b);\n}",
  },
  concat: {
    isConstant: false,
    needs: ["textOf"],
    text: "/** Joins the texts of its arguments; one absent argument makes the result absent. */\nfunction concat(...values) {\n  const texts = values.map(textOf);\n  return texts.includes(null) ? null : texts.join('');\n}",
  },
  correlationMachine: {
    isConstant: false,
    needs: ["correlationNode","resultOf"],
    text: "/** Sigma's correlation over sliding windows. */\nfunction correlationMachine(plan) {\n  return (limits) => {\n    const node = correlationNode(plan, limits);\n    const advance = (step, results) => {\n      for (const alert of node.advance(step, results)) results.push(resultOf(alert));\n    };\n    return {\n      take: (seen, results) => advance({ event: seen, now: seen.at }, results),\n      settle: (now, results) => advance({ event: undefined, now }, results),\n    };\n  };\n}",
  },
  correlationNode: {
    isConstant: false,
    needs: ["alertHit","eventArrivals","groupWindows","longestDelay","orderKeys","placeOf","resultOf"],
    text: "function correlationNode(plan, limits) {\n  const inner = plan.rules.map(({ finds }) =>\n    typeof finds === 'function' ? undefined : correlationNode(finds, limits),\n  );\n  const delay = longestDelay(inner);\n  const windows = groupWindows(plan, delay ?? 0n, limits);\n  /** What is not yet certain to be next: alerts from below may still come before it. */\n  let queue = [];\n\n  const fromBelow = (step, below) =>\n    plan.rules.flatMap(({ finds, keys, title }, rule) => {\n      const node = inner[rule];\n      if (typeof finds === 'function' || !node) return [];\n      return node.advance(step, below).flatMap((alert) => {\n        if (plan.generate) below.push(resultOf(alert, title));\n        const hit = alertHit(alert, finds.groupBy, rule);\n        return keys(hit.event).map((key) => ({ key, hit }));\n      });\n    });\n  const release = (now, alerts) => {\n    let start = 0;\n    while (start < queue.length) {\n      const first = queue[start]?.hit;\n      if (!first || (delay !== null && now !== undefined && first.at + delay >= now)) break;\n      let end = start;\n      while (end < queue.length && queue[end]?.hit.place === first.place) end++;\n      windows.take(queue.slice(start, end), alerts);\n      start = end;\n    }\n    if (start > 0) queue = queue.slice(start);\n  };\n  return {\n    delay: plan.isGrowing ? delay : (delay ?? 0n) + plan.timespan,\n    advance: (step, below) => {\n      const alerts = [];\n      const arrivals = step.event ? eventArrivals(plan, step.event, below, plan.generate) : [];\n      const chained = fromBelow(step, below);\n      for (const arrival of arrivals) queue.push(arrival);\n      for (const arrival of chained) queue.push(arrival);\n      const rank = ({ hit }) => hit.rules[0] ?? 0;\n      if (chained.length > 0) queue.sort((a, b) => a.hit.place - b.hit.place || rank(a) - rank(b));\n      if (queue.length > 0) release(step.now, alerts);\n      if (!step.event) windows.settle(step.now, alerts);\n      return alerts.sort((a, b) => placeOf(a) - placeOf(b) || orderKeys(a.key, b.key));\n    },\n  };\n}",
  },
  countPoints: {
    isConstant: false,
    needs: ["unitsAt"],
    text: "/** How many code points a text has before a UTF-16 offset; by default in all. */\nfunction countPoints(text, end = text.length) {\n  let count = 0;\n  for (let offset = 0; offset < end; offset += unitsAt(text, offset)) count++;\n  return count;\n}",
  },
  createMatcherOf: {
    isConstant: false,
    needs: ["NO_MATCHES","orderScalars","outlet","plainValue","taking","timeOfCaller"],
    text: "/** Puts a machine behind `push` and `flush`: keeps the order of events, and reports what is left out. */\nfunction createMatcherOf(\n  createMachine,\n  { time, tie, isTimeless, cuts },\n  { maxKeys = Number.POSITIVE_INFINITY, onDrop = () => undefined } = {},\n) {\n  const dropped = { late: 0, untimed: 0, 'key-limit': 0 };\n  const drop = (report) => {\n    dropped[report.reason]++;\n    onDrop(report);\n    return NO_MATCHES;\n  };\n  const onKeyDropped = ({ values }) => {\n    drop({ reason: 'key-limit', key: values.map(plainValue) });\n  };\n  let machine = createMachine({ maxKeys, onKeyDropped });\n  let give = outlet(cuts);\n  let place = 0;\n  let clock;\n  let lastTie;\n  /** Whether an event stands before the one pushed last; an event at the very time of a flush does not. */\n  const isLate = (at, ownTie) => {\n    if (clock === undefined || at > clock) return false;\n    return at < clock || (lastTie !== undefined && orderScalars(ownTie, lastTie, 1) < 0);\n  };\n  const advance = (now, results) => {\n    if (clock !== undefined && now <= clock) return;\n    clock = now;\n    machine.settle(now, results);\n  };\n  const take = (event) => {\n    const at = time(event)[0]?.nanos;\n    const results = [];\n    if (!isTimeless) {\n      if (at === undefined) return drop({ reason: 'untimed', event });\n      const ownTie = tie ? (tie(event)[0] ?? null) : null;\n      if (isLate(at, ownTie)) return drop({ reason: 'late', event });\n      advance(at, results);\n      lastTie = ownTie;\n    }\n    machine.take({ event, at: at ?? 0n, place: place++ }, results);\n    return give(results, false);\n  };\n  return {\n    dropped,\n    push: (event) => {\n      taking.now = ++taking.count;\n      try {\n        return take(event);\n      } finally {\n        taking.now = 0;\n      }\n    },\n    flush: (now) => {\n      const results = [];\n      if (now !== undefined) {\n        const before = clock;\n        advance(timeOfCaller(now), results);\n        if (clock !== before) lastTie = undefined;\n        return give(results, false);\n      }\n      machine.settle(undefined, results);\n      const matches = give(results, true);\n      machine = createMachine({ maxKeys, onKeyDropped });\n      give = outlet(cuts);\n      clock = undefined;\n      lastTie = undefined;\n      return matches;\n    },\n  };\n}",
  },
  daysToMonth: {
    isConstant: false,
    needs: [],
    text: "/** The days from 1970 to the first of a month in a year from 0 to 9999. */\nfunction daysToMonth(year, month) {\n  const [y, m] = month <= 2 ? [year - 1, month + 9] : [year, month - 3];\n  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);\n  return 365 * y + leaps + Math.floor((153 * m + 2) / 5) - 719_468;\n}",
  },
  differentEvents: {
    isConstant: false,
    needs: [],
    text: "/** One event a step, all different, by augmenting paths; nothing where there are none. */\nfunction differentEvents(candidates) {\n  const owner = new Map();\n  const chosen = [];\n  const place = (step, tried) =>\n    (candidates[step] ?? []).some((seen) => {\n      if (tried.has(seen)) return false;\n      tried.add(seen);\n      const other = owner.get(seen);\n      if (other !== undefined && !place(other, tried)) return false;\n      owner.set(seen, step);\n      chosen[step] = seen;\n      return true;\n    });\n  return candidates.every((_, step) => place(step, new Set())) ? chosen : undefined;\n}",
  },
  differentValues: {
    isConstant: false,
    needs: ["scalarId"],
    text: "/** The different values, as keys of one field. */\nfunction differentValues(values) {\n  const found = new Map();\n  for (const value of values) {\n    const id = scalarId(value);\n    if (!found.has(id)) found.set(id, { id, values: [value] });\n  }\n  return [...found.values()];\n}",
  },
  digitsValue: {
    isConstant: false,
    needs: [],
    text: "/** The value of digits in a base up to 36, halved so that long texts stay below quadratic time. */\nfunction digitsValue(digits, base) {\n  if (base === 10) return BigInt(digits);\n  if (base === 16) return BigInt(`0x${digits}`);\n  if (digits.length <= 8) return BigInt(Number.parseInt(digits, base));\n  const middle = digits.length >> 1;\n  const low = digits.slice(middle);\n  return digitsValue(digits.slice(0, middle), base) * BigInt(base) ** BigInt(low.length) + digitsValue(low, base);\n}",
  },
  divide: {
    isConstant: false,
    needs: ["onNumbers"],
    text: "/** The quotient of two numbers; whole by whole truncates toward zero, and nothing divides by zero. */\nfunction divide(left, right) {\n  return onNumbers(\n    left,\n    right,\n    (a, b) => (b === 0n ? null : a / b),\n    (a, b) => a / b,\n  );\n}",
  },
  elementsAt: {
    isConstant: false,
    needs: ["NO_ELEMENTS","elementsOf"],
    text: "/** The elements that a value at the end of the way stands for; nothing for a list that holds other than scalars. */\nfunction elementsAt(node, read) {\n  if (Array.isArray(node)) return elementsOf(node, read);\n  const element = read(node);\n  return element === null ? NO_ELEMENTS : [element];\n}",
  },
  elementsOf: {
    isConstant: false,
    needs: [],
    text: "function elementsOf(list, read) {\n  const elements = [];\n  for (const value of list) {\n    if (typeof value === 'object' && value !== null) return undefined;\n    const element = read(value);\n    if (element !== null) elements.push(element);\n  }\n  return elements;\n}",
  },
  emptyState: {
    isConstant: false,
    needs: [],
    text: "function emptyState(key, slots) {\n  return { key, slots: new Array(slots).fill(undefined), lead: undefined, earlierLead: undefined, waiting: [] };\n}",
  },
  endsWith: {
    isConstant: false,
    needs: ["fold","textOf"],
    text: "/** Whether a text ends with another; every text ends with the empty text. */\nfunction endsWith(source, affix, rule) {\n  const text = textOf(source);\n  const part = textOf(affix);\n  return text === null || part === null ? null : fold(text, rule).endsWith(fold(part, rule));\n}",
  },
  epochMillis: {
    isConstant: true,
    needs: ["NANOS_PER_MILLI"],
    text: "const epochMillis = (millis) => millis * NANOS_PER_MILLI;",
  },
  eventArrivals: {
    isConstant: false,
    needs: ["foundAlone"],
    text: "/** The hits of one event by the rules that find events: one a group, of all rules that find it there. */\nfunction eventArrivals({ rules }, seen, below, generate) {\n  const arrivals = new Map();\n  for (let rule = 0; rule < rules.length; rule++) {\n    const plan = rules[rule];\n    if (!plan || typeof plan.finds !== 'function' || !plan.finds(seen.event)) continue;\n    if (generate) below.push(foundAlone(seen, plan.title));\n    for (const key of plan.keys(seen.event)) {\n      const arrival = arrivals.get(key.id) ?? { key, rules: [] };\n      arrivals.set(key.id, arrival);\n      arrival.rules.push(rule);\n    }\n  }\n  const { event, at, place } = seen;\n  return [...arrivals.values()].map(({ key, rules: found }) => ({\n    key,\n    hit: { rules: found, event, events: [seen], at, place },\n  }));\n}",
  },
  eventsInOrder: {
    isConstant: false,
    needs: [],
    text: "/** The events of a match in step order. */\nfunction eventsInOrder(steps, last) {\n  const events = [];\n  let next = last;\n  for (let i = steps.length - 1; i >= 0; i--) {\n    const isMissing = steps[i]?.missing === true;\n    events.push(isMissing ? null : next?.seen.event);\n    if (!isMissing) next = next?.before;\n  }\n  return events.reverse();\n}",
  },
  eventsOf: {
    isConstant: false,
    needs: [],
    text: "function eventsOf({ hits }) {\n  return [...new Set(hits.flatMap(({ events }) => events))].sort((a, b) => a.place - b.place);\n}",
  },
  field: {
    isConstant: false,
    needs: ["kept","plainReader","wayTo"],
    text: "/** Reads a field: the elements that `read` accepts, in the order of the event. Empty: the field is absent. */\nfunction field(name, read) {\n  const walk = wayTo(name);\n  const plain = plainReader(name, read);\n  return kept((event) => {\n    const found = plain(event);\n    if (found) return found;\n    const elements = [];\n    walk(event, (value) => {\n      const element = read(value);\n      if (element !== null) elements.push(element);\n      return false;\n    });\n    return elements;\n  });\n}",
  },
  findRun: {
    isConstant: false,
    needs: ["runEnd","unitsAt"],
    text: "/** Where the first run at or after `from` ends, or -1. */\nfunction findRun(text, run, from) {\n  const [first = ''] = run;\n  for (let at = text.indexOf(first, from); at !== -1; at = text.indexOf(first, at + unitsAt(text, at))) {\n    const end = runEnd(text, run, at);\n    if (end !== -1 || at >= text.length) return end;\n  }\n  return -1;\n}",
  },
  finite: {
    isConstant: false,
    needs: [],
    text: "/** A real number, or absent where the result is beyond what a double holds. */\nfunction finite(value) {\n  return Number.isFinite(value) ? value : null;\n}",
  },
  fitsOne: {
    isConstant: false,
    needs: ["matchPattern"],
    text: "/** Whether one of some wildcard patterns covers a text, character by character. */\nfunction fitsOne(text, patterns, rule) {\n  return patterns.some((pattern) => matchPattern(text, pattern, rule));\n}",
  },
  fold: {
    isConstant: true,
    needs: ["FOLDS"],
    text: "const fold = (text, rule) => FOLDS[rule](text);",
  },
  foldAscii: {
    isConstant: false,
    needs: [],
    text: "/** Folds A to Z; every other character stays. */\nfunction foldAscii(text) {\n  return text.replace(/[A-Z]+/g, (run) => run.toLowerCase());\n}",
  },
  foldCodePoint: {
    isConstant: false,
    needs: ["simple","single"],
    text: "function foldCodePoint(code) {\n  const known = simple.get(code);\n  if (known !== undefined) return known;\n  const self = String.fromCodePoint(code);\n  const upper = single(self.toUpperCase()) ?? code;\n  const lower = single(String.fromCodePoint(upper).toLowerCase()) ?? single(self.toLowerCase()) ?? code;\n  const folded = lower < 128 ? self : String.fromCodePoint(lower);\n  simple.set(code, folded);\n  return folded;\n}",
  },
  foldPattern: {
    isConstant: false,
    needs: ["piecesOf","tokensOf"],
    text: "function foldPattern(pattern, rule) {\n  const pieces = piecesOf(pattern, rule);\n  return pieces ? { kind: 'pieces', pieces } : { kind: 'tokens', tokens: tokensOf(pattern, rule) };\n}",
  },
  foldSimple: {
    isConstant: false,
    needs: ["foldCodePoint"],
    text: "/** Folds every letter by the rule above. Never changes the number of code points. */\nfunction foldSimple(text) {\n  if (!/[^\\0-\\x7f]/.test(text)) return text.toLowerCase();\n  return text.replace(/[\\0-\\x7f]+|[^\\0-\\x7f]/gu, (run) => {\n    const code = run.codePointAt(0) ?? 0;\n    return code < 128 ? run.toLowerCase() : foldCodePoint(code);\n  });\n}",
  },
  folded: {
    isConstant: false,
    needs: ["foldPattern","remembered"],
    text: "/** A pattern meets many texts: it is folded once. */\nfunction folded(pattern, rule) {\n  const known = remembered[rule].get(pattern);\n  if (known) return known;\n  const made = foldPattern(pattern, rule);\n  remembered[rule].set(pattern, made);\n  return made;\n}",
  },
  foundAlone: {
    isConstant: false,
    needs: ["timeText"],
    text: "function foundAlone({ event, at, place }, title) {\n  const time = timeText(at);\n  const match = { events: [event], key: [], first: time, last: time, rule: title };\n  return { place, key: { id: '', values: [] }, match };\n}",
  },
  glob: {
    isConstant: false,
    needs: ["findRun","runEnd","runStart"],
    text: "/**\n * Whether a wildcard pattern covers a text: runs with any number of any characters between each two. Each run takes the first place\n * where it fits, so that there is no way back.\n */\nfunction glob(text, runs) {\n  const [first = [], ...rest] = runs;\n  const last = rest.pop();\n  let at = runEnd(text, first, 0);\n  if (last === undefined) return at === text.length;\n  for (let i = 0; i < rest.length && at !== -1; i++) at = findRun(text, rest[i] ?? [], at);\n  return at !== -1 && runStart(text, last) >= at;\n}",
  },
  groupWindows: {
    isConstant: false,
    needs: ["keyTable"],
    text: "/** The windows of a correlation's groups. */\nfunction groupWindows({ timespan, meets, isGrowing }, delay, limits) {\n  let clock = 0n;\n  const isLive = ({ window: { hits, isOver } }) => {\n    const last = hits[hits.length - 1];\n    return !isOver && last !== undefined && clock - last.at <= timespan + delay;\n  };\n  const table = keyTable(\n    (key) => ({ key, window: { hits: [], isOver: true } }),\n    isLive,\n    limits,\n    ({ window }) => {\n      window.isOver = true;\n    },\n  );\n  /** Windows that are judged when they are over, the oldest first. */\n  let open = [];\n\n  const close = (key, window, alerts) => {\n    if (!window.isOver && meets(window.hits)) alerts.push({ key, hits: window.hits });\n    window.isOver = true;\n  };\n  const slide = (state, arrivals, alerts) => {\n    const last = arrivals[arrivals.length - 1];\n    if (!last) return;\n    const hits = state.window.hits;\n    let expired = 0;\n    while (expired < hits.length && last.at - (hits[expired]?.at ?? last.at) > timespan) expired++;\n    hits.splice(0, expired);\n    hits.push(...arrivals);\n    const isMet = meets(hits);\n    state.window = isMet ? { hits: [], isOver: true } : { hits, isOver: false };\n    if (isMet) alerts.push({ key: state.key, hits });\n  };\n  const collect = (state, arrivals, alerts) => {\n    for (const hit of arrivals) {\n      const [first] = state.window.hits;\n      if (!state.window.isOver && first && hit.at - first.at <= timespan) {\n        state.window.hits.push(hit);\n        continue;\n      }\n      close(state.key, state.window, alerts);\n      state.window = { hits: [hit], isOver: false };\n      open.push({ key: state.key, window: state.window, from: hit.at });\n    }\n  };\n  return {\n    /** Hits of one place. */\n    take: (arrivals, alerts) => {\n      const groups = new Map();\n      for (const { key, hit } of arrivals) {\n        if (hit.at > clock) clock = hit.at;\n        const group = groups.get(key.id) ?? { key, hits: [] };\n        groups.set(key.id, group);\n        group.hits.push(hit);\n      }\n      for (const { key, hits } of groups.values()) (isGrowing ? slide : collect)(table.open(key), hits, alerts);\n    },\n    settle: (now, alerts) => {\n      let over = 0;\n      for (const { key, window, from } of open) {\n        if (now !== undefined && from + timespan + delay >= now) break;\n        close(key, window, alerts);\n        over++;\n      }\n      if (over > 0) open = open.slice(over);\n    },\n  };\n}",
  },
  groups: {
    isConstant: false,
    needs: ["parseV4"],
    text: "/** The 16-bit groups of one side of `::`; a dotted tail is allowed where it ends the address. */\nfunction groups(text, tail) {\n  if (text === '') return [];\n  const out = [];\n  const parts = text.split(':');\n  for (const [i, part] of parts.entries()) {\n    const dotted = tail && i === parts.length - 1 && part.includes('.') ? parseV4(part) : undefined;\n    if (dotted !== undefined) out.push(dotted >> 16n, dotted & 0xffffn);\n    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) out.push(BigInt(`0x${part}`));\n    else return undefined;\n  }\n  return out;\n}",
  },
  hasKey: {
    isConstant: false,
    needs: ["wayTo"],
    text: "/** Whether an event has the key of a field, whatever its value. */\nfunction hasKey(name) {\n  const walk = wayTo(name);\n  return (event) => walk(event, () => true);\n}",
  },
  holds: {
    isConstant: true,
    needs: ["folded","holdsPieces","holdsTokens"],
    text: "const holds = (folded, plan) =>\n  plan.kind === 'pieces' ? holdsPieces(folded, plan.pieces) : holdsTokens([...folded], plan.tokens);",
  },
  holdsPieces: {
    isConstant: false,
    needs: [],
    text: "/** Whether the first piece starts a text, the last ends it, and the others stand between, each where it comes first. */\nfunction holdsPieces(text, pieces) {\n  const first = pieces[0] ?? '';\n  if (pieces.length === 1) return text === first;\n  const last = pieces[pieces.length - 1] ?? '';\n  const end = text.length - last.length;\n  if (first.length > end || !text.startsWith(first) || !text.endsWith(last)) return false;\n  let at = first.length;\n  for (let i = 1; i < pieces.length - 1; i++) {\n    const piece = pieces[i] ?? '';\n    const found = text.indexOf(piece, at);\n    if (found === -1) return false;\n    at = found + piece.length;\n  }\n  return at <= end;\n}",
  },
  holdsTokens: {
    isConstant: false,
    needs: [],
    text: "/** Greedy with one place to come back to, the last `any`: quadratic at worst, never exponential. */\nfunction holdsTokens(chars, tokens) {\n  let at = 0;\n  let next = 0;\n  let restart = -1;\n  let restartAt = 0;\n  while (at < chars.length) {\n    const token = tokens[next];\n    if (token?.kind === 'any') {\n      restart = next++;\n      restartAt = at;\n    } else if (token?.kind === 'one' || (token?.kind === 'char' && token.char === chars[at])) {\n      at++;\n      next++;\n    } else if (restart !== -1) {\n      next = restart + 1;\n      at = ++restartAt;\n    } else {\n      return false;\n    }\n  }\n  while (tokens[next]?.kind === 'any') next++;\n  return next === tokens.length;\n}",
  },
  inNetworks: {
    isConstant: false,
    needs: ["networkBits","parseAddress"],
    text: "/** Whether a text is an address in one of the networks. Families do not mix. */\nfunction inNetworks(text, networks) {\n  const address = parseAddress(text);\n  if (address === undefined) return false;\n  return networks.some(\n    ({ family, bits, prefix }) => family === address.family && networkBits(address, prefix) === bits,\n  );\n}",
  },
  inOrder: {
    isConstant: false,
    needs: ["byTime"],
    text: "/** Orders events by time and cuts the list. */\nfunction inOrder(\n  events,\n  readTime,\n  readTie,\n  cuts,\n) {\n  const timed = events.map((event, index) => {\n    return { event, index, at: readTime(event)[0]?.nanos, tie: readTie(event)[0] ?? null };\n  });\n  const sorted = timed.sort(byTime).map(({ event }) => event);\n  return cuts.reduce(\n    (kept, { keep, count }) => (keep === 'head' ? kept.slice(0, count) : kept.slice(Math.max(0, kept.length - count))),\n    sorted,\n  );\n}",
  },
  inRange: {
    isConstant: true,
    needs: [],
    text: "const inRange = (value, low, high) => value >= low && value <= high;",
  },
  inRanges: {
    isConstant: false,
    needs: [],
    text: "/** Whether ascending pairs of code points hold a code point. */\nfunction inRanges(ranges, code) {\n  let low = 0;\n  let high = ranges.length / 2 - 1;\n  while (low <= high) {\n    const middle = (low + high) >> 1;\n    if (code < (ranges[2 * middle] ?? 0)) high = middle - 1;\n    else if (code > (ranges[2 * middle + 1] ?? 0)) low = middle + 1;\n    else return true;\n  }\n  return false;\n}",
  },
  indexOf: {
    isConstant: false,
    needs: ["countPoints","fold","pointOffset","textOf","wholeOf"],
    text: "/** Where a part first stands in a text at or after `start`, in code points from zero. */\nfunction indexOf(source, part, start, rule) {\n  const text = textOf(source);\n  const wanted = textOf(part);\n  const from = wholeOf(start ?? 0n);\n  if (text === null || wanted === null || from === null) return null;\n  const found = fold(text, rule).indexOf(fold(wanted, rule), pointOffset(text, Number(from)));\n  return found === -1 ? null : BigInt(countPoints(text, found));\n}",
  },
  instantText: {
    isConstant: false,
    needs: ["LAST_MILLISECOND","NANOS_PER_MILLISECOND"],
    text: "/**\n * A time as ISO 8601 in UTC, with milliseconds and as many further digits as it has: `2024-05-01T10:00:00.000Z`.\n * Absent outside of the years that Date can spell.\n */\nfunction instantText(nanos) {\n  const rest = ((nanos % NANOS_PER_MILLISECOND) + NANOS_PER_MILLISECOND) % NANOS_PER_MILLISECOND;\n  const millis = (nanos - rest) / NANOS_PER_MILLISECOND;\n  if (millis > LAST_MILLISECOND || millis < -LAST_MILLISECOND) return null;\n  const finer = String(rest).padStart(6, '0').replace(/0+$/, '');\n  return new Date(Number(millis)).toISOString().replace('Z', `${finer}Z`);\n}",
  },
  isInstant: {
    isConstant: true,
    needs: [],
    text: "const isInstant = (value) => typeof value === 'object' && value?.kind === 'instant';",
  },
  isLong: {
    isConstant: false,
    needs: [],
    text: "/** Whether a name has so many parts that its prefixes are too many to try. */\nfunction isLong(name) {\n  return name.split('.', 17).length > 16;\n}",
  },
  isNumber: {
    isConstant: true,
    needs: [],
    text: "const isNumber = (value) => typeof value === 'bigint' || typeof value === 'number';",
  },
  isOneOf: {
    isConstant: false,
    needs: ["compareScalars"],
    text: "/** Whether a value equals one of some others; absent where the value is. */\nfunction isOneOf(value, options, rule) {\n  return value === null ? null : options.some((option) => compareScalars('eq', value, option, rule) === true);\n}",
  },
  isSooner: {
    isConstant: false,
    needs: [],
    text: "function isSooner(a, b) {\n  if (!a || a.deadline === undefined) return false;\n  return !b || b.deadline === undefined || a.deadline < b.deadline;\n}",
  },
  isUnicodeWord: {
    isConstant: true,
    needs: ["EDGE"],
    text: "const isUnicodeWord = (code) =>\n  /^[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]$/u.test(code === EDGE ? '' : String.fromCodePoint(code));",
  },
  isVersion: {
    isConstant: true,
    needs: [],
    text: "const isVersion = (value) => typeof value === 'object' && value?.kind === 'version';",
  },
  isWord: {
    isConstant: true,
    needs: ["EDGE"],
    text: "const isWord = (code) => /^\\w$/.test(code === EDGE ? '' : String.fromCodePoint(code));",
  },
  isoText: {
    isConstant: false,
    needs: ["NANOS_PER_MILLI"],
    text: "/** ISO 8601 in UTC, with as many digits of the second as are needed: milliseconds, microseconds or nanoseconds. */\nfunction isoText(nanos) {\n  const millis = nanos >= 0n ? nanos / NANOS_PER_MILLI : (nanos - NANOS_PER_MILLI + 1n) / NANOS_PER_MILLI;\n  const rest = nanos - millis * NANOS_PER_MILLI;\n  const base = new Date(Number(millis)).toISOString();\n  if (rest === 0n) return base;\n  const digits = rest.toString().padStart(6, '0').replace(/000$/, '');\n  return base.replace('Z', `${digits}Z`);\n}",
  },
  isoWeek: {
    isConstant: false,
    needs: ["MILLIS_PER_DAY","civilDate"],
    text: "/** The week of ISO 8601: the one that holds the year's first Thursday is the first. */\nfunction isoWeek(civil) {\n  const thursday = civilDate(civil);\n  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));\n  const first = civilDate({ ...civil, year: thursday.getUTCFullYear(), month: 1, day: 1 });\n  return Math.floor((thursday.getTime() - first.getTime()) / MILLIS_PER_DAY / 7) + 1;\n}",
  },
  keepResult: {
    isConstant: false,
    needs: ["orderResults"],
    text: "/** Puts a result in its place among those kept; the first cut says how many there can be. */\nfunction keepResult(kept, result, { keep, count }) {\n  let at = kept.length;\n  while (at > 0 && orderResults(kept[at - 1] ?? result, result) > 0) at--;\n  kept.splice(at, 0, result);\n  if (kept.length <= count) return;\n  if (keep === 'head') kept.pop();\n  else kept.shift();\n}",
  },
  kept: {
    isConstant: false,
    needs: ["NO_ELEMENTS","taking"],
    text: "/** What an event's field comes to, kept for the steps of one push. */\nfunction kept(readEvent) {\n  let push = 0;\n  let read;\n  let known = NO_ELEMENTS;\n  return (event) => {\n    if (taking.now === 0) return readEvent(event);\n    if (push === taking.now && read === event) return known;\n    known = readEvent(event);\n    read = event;\n    push = taking.now;\n    return known;\n  };\n}",
  },
  keyReader: {
    isConstant: false,
    needs: ["NO_FIELDS","keysOfPart"],
    text: "/** The keys of an event: one a combination of its key fields' values; no fields: one empty key. */\nfunction keyReader(parts) {\n  const [only] = parts;\n  if (only && parts.length === 1) return (event) => keysOfPart(only, event);\n  return (event) =>\n    parts.reduce(\n      (rows, part) => {\n        const keys = rows.length === 0 ? [] : keysOfPart(part, event);\n        return rows.flatMap((row) =>\n          keys.map((key) => ({ id: row.id + key.id, values: [...row.values, ...key.values] })),\n        );\n      },\n      [NO_FIELDS],\n    );\n}",
  },
  keyTable: {
    isConstant: false,
    needs: ["SWEEP_AFTER"],
    text: "/**\n * Keeps a state a key. Those that are not live are swept out as often as the table has doubled, so that each use pays a constant; beyond the\n * limit the key goes that was not used for the longest; `giveUp` hears of its state.\n */\nfunction keyTable(\n  create,\n  isLive,\n  { maxKeys, onKeyDropped },\n  giveUp = () => undefined,\n) {\n  const states = new Map();\n  const isLimited = maxKeys < Number.POSITIVE_INFINITY;\n  let opened = 0;\n  const sweep = () => {\n    opened = 0;\n    for (const [id, { state }] of states) if (!isLive(state)) states.delete(id);\n  };\n  const shrink = () => {\n    for (const [id, { key, state }] of states) {\n      if (states.size <= maxKeys) return;\n      states.delete(id);\n      if (!isLive(state)) continue;\n      giveUp(state);\n      onKeyDropped(key);\n    }\n  };\n  const used = (key) => {\n    const found = states.get(key.id);\n    if (found && isLimited) {\n      states.delete(key.id);\n      states.set(key.id, found);\n    }\n    return found?.state;\n  };\n  return {\n    find: used,\n    open: (key) => {\n      const found = used(key);\n      if (found !== undefined) return found;\n      if (++opened > Math.max(SWEEP_AFTER, states.size >> 1)) sweep();\n      const state = create(key);\n      states.set(key.id, { key, state });\n      if (states.size > maxKeys) shrink();\n      return state;\n    },\n  };\n}",
  },
  keysOfPart: {
    isConstant: false,
    needs: ["differentValues","scalarId"],
    text: "function keysOfPart({ read, optional }, event) {\n  const values = read(event);\n  if (values.length > 1) return differentValues(values);\n  const [value = null] = values;\n  return value === null && !optional ? [] : [{ id: scalarId(value), values: [value] }];\n}",
  },
  lastHit: {
    isConstant: false,
    needs: [],
    text: "function lastHit({ hits }) {\n  return hits[hits.length - 1];\n}",
  },
  length: {
    isConstant: false,
    needs: ["countPoints","textOf"],
    text: "/** The number of code points of a text. */\nfunction length(source) {\n  const text = textOf(source);\n  return text === null ? null : BigInt(countPoints(text));\n}",
  },
  longestDelay: {
    isConstant: false,
    needs: [],
    text: "function longestDelay(nodes) {\n  const delays = nodes.flatMap((node) => node?.delay ?? []);\n  return delays.reduce((most, one) => (most === null || one > most ? one : most), null);\n}",
  },
  matchPattern: {
    isConstant: true,
    needs: ["fold","folded","holds"],
    text: "/** Whether a pattern covers a text. */\nconst matchPattern = (text, pattern, rule) =>\n  holds(fold(text, rule), folded(pattern, rule));",
  },
  medianOf: {
    isConstant: false,
    needs: ["ascending"],
    text: "function medianOf(values) {\n  const sorted = ascending(values);\n  const middle = sorted.length >> 1;\n  const high = sorted[middle] ?? 0;\n  return sorted.length % 2 === 1 ? high : (Number(sorted[middle - 1] ?? 0) + Number(high)) / 2;\n}",
  },
  missingSteps: {
    isConstant: false,
    needs: [],
    text: "function missingSteps(steps) {\n  let after = 0;\n  return steps.flatMap((step) => {\n    if (!step.missing) after++;\n    return step.missing ? [{ step, after }] : [];\n  });\n}",
  },
  modulo: {
    isConstant: false,
    needs: ["onNumbers"],
    text: "/** The rest of a division, with the sign of the left operand. */\nfunction modulo(left, right) {\n  return onNumbers(\n    left,\n    right,\n    (a, b) => (b === 0n ? null : a % b),\n    (a, b) => a % b,\n  );\n}",
  },
  multiply: {
    isConstant: false,
    needs: ["onNumbers"],
    text: "/** The product of two numbers. */\nfunction multiply(left, right) {\n  return onNumbers(\n    left,\n    right,\n    (a, b) => a * b,\n    (a, b) => a * b,\n  );\n}",
  },
  network: {
    isConstant: false,
    needs: ["parseAddress"],
    text: "/** Reads a network in CIDR notation. */\nfunction network(text) {\n  const [address = '', prefix] = text.split('/');\n  const { family, bits } = parseAddress(address) ?? { family: 4, bits: 0n };\n  return { family, bits, prefix: Number(prefix) };\n}",
  },
  networkBits: {
    isConstant: false,
    needs: ["addressWidth"],
    text: "/** The first address of a block: host bits cleared. */\nfunction networkBits(address, prefix) {\n  const host = BigInt(addressWidth(address.family) - prefix);\n  return (address.bits >> host) << host;\n}",
  },
  newVisits: {
    isConstant: false,
    needs: [],
    text: "/**\n * Remembers the objects met at each place, once an event has proved to be large: one built by hand may hold itself, or one part in\n * many places.\n */\nfunction newVisits() {\n  const seen = new Map();\n  let steps = 0;\n  return (node, at) => {\n    if (++steps < 2000) return false;\n    const here = seen.get(at) ?? new Set();\n    seen.set(at, here);\n    return here.size === here.add(node).size;\n  };\n}",
  },
  number: {
    isConstant: false,
    needs: ["finite","textOf","wholeOf","wholeValue"],
    text: "/** The number that a text spells, in a base from 2 to 36; with a decimal point (base 10 only) a real one. */\nfunction number(source, base) {\n  const text = textOf(source);\n  const used = Number(wholeOf(base ?? 10n));\n  const [, sign = '', body] = /^[ \\t\\r\\n]*([+-]?)([0-9a-z.+-]+)[ \\t\\r\\n]*$/i.exec(text ?? '') ?? [];\n  if (body === undefined || used < 2 || used > 36) return null;\n  if (used === 10 && /^(?=\\.?[0-9])[0-9]*\\.[0-9]*(?:e[+-]?[0-9]+)?$/i.test(body)) return finite(Number(sign + body));\n  const whole = wholeValue(body, used);\n  return whole !== null && sign === '-' ? -whole : whole;\n}",
  },
  numberOf: {
    isConstant: false,
    needs: ["finite"],
    text: "/** A number, or the text of one in JSON's syntax; whole numbers are bigint, real ones number. */\nfunction numberOf(value) {\n  if (typeof value === 'bigint' || typeof value === 'number') return value;\n  if (typeof value !== 'string' || !/^-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/.test(value)) return null;\n  return /[.eE]/.test(value) ? finite(Number(value)) : BigInt(value);\n}",
  },
  numericValue: {
    isConstant: false,
    needs: ["JSON_NUMBER","isNumber"],
    text: "function numericValue(value) {\n  if (isNumber(value)) return value;\n  if (typeof value !== 'string' || !JSON_NUMBER.test(value)) return undefined;\n  return /^-?\\d+$/.test(value) ? BigInt(value) : Number(value);\n}",
  },
  offsetOf: {
    isConstant: false,
    needs: ["countPoints","pointOffset"],
    text: "/** The UTF-16 offset of a position in code points; a negative one counts from the end. */\nfunction offsetOf(text, position) {\n  const point = Number(position);\n  return pointOffset(text, point < 0 ? countPoints(text) + point : point);\n}",
  },
  onNumbers: {
    isConstant: false,
    needs: ["finite","numberOf"],
    text: "/**\n * Applies an operator: two whole numbers stay whole, with any number of digits; one real operand makes both real. What is no\n * number, or has no finite result, is absent.\n */\nfunction onNumbers(\n  left,\n  right,\n  whole,\n  real,\n) {\n  const a = numberOf(left);\n  const b = numberOf(right);\n  if (a === null || b === null) return null;\n  if (typeof a === 'bigint' && typeof b === 'bigint') return whole(a, b);\n  return finite(real(Number(a), Number(b)));\n}",
  },
  onlyStep: {
    isConstant: false,
    needs: [],
    text: "/** The step whose key a value has; null where it has more than one, or is a list. */\nfunction onlyStep(steps, node) {\n  if (typeof node !== 'object' || node === null) return undefined;\n  if (Array.isArray(node)) return null;\n  let found;\n  for (const step of steps) {\n    if (!Object.hasOwn(node, step.key)) continue;\n    if (found) return null;\n    found = step;\n  }\n  return found;\n}",
  },
  orAbsent: {
    isConstant: false,
    needs: [],
    text: "/** The elements, or one absent element where there is none. */\nfunction orAbsent(elements) {\n  return elements.length > 0 ? elements : [null];\n}",
  },
  orderKeys: {
    isConstant: false,
    needs: ["orderScalars"],
    text: "/** Keys in ascending order, value by value, null first. */\nfunction orderKeys(a, b) {\n  for (let i = 0; i < a.values.length; i++) {\n    const order = orderScalars(a.values[i] ?? null, b.values[i] ?? null, -1);\n    if (order !== 0) return order;\n  }\n  return 0;\n}",
  },
  orderResults: {
    isConstant: false,
    needs: ["orderKeys"],
    text: "/** By the last event, then by key; what a rule below found comes first, as it came. */\nfunction orderResults(a, b) {\n  if (a.place !== b.place) return a.place - b.place;\n  const below = Number(b.match.rule !== undefined) - Number(a.match.rule !== undefined);\n  return below !== 0 || a.match.rule !== undefined ? below : orderKeys(a.key, b.key);\n}",
  },
  orderScalars: {
    isConstant: false,
    needs: ["compareScalars","rankOf"],
    text: "/** A total order of scalars; null stands where `nullRank` says: -1 first, 1 last. */\nfunction orderScalars(a, b, nullRank) {\n  if (a === null || b === null) return a === b ? 0 : a === null ? nullRank : -nullRank;\n  const ranks = rankOf(a) - rankOf(b);\n  if (ranks !== 0) return ranks;\n  if (typeof a === 'boolean') return Number(a) - Number(b);\n  if (compareScalars('lt', a, b, 'exact')) return -1;\n  return compareScalars('gt', a, b, 'exact') ? 1 : 0;\n}",
  },
  ordered: {
    isConstant: true,
    needs: [],
    text: "const ordered = (order) => ({ equal: order === 0, order });",
  },
  orderedRules: {
    isConstant: false,
    needs: ["rulesOf"],
    text: "/** The most rules, in their order, with hits one after the other; hits at the same time count as ordered. */\nfunction orderedRules(hits) {\n  // The longest chain so far that ends with each rule.\n  const longest = [];\n  let start = 0;\n  while (start < hits.length) {\n    let end = start;\n    while (end < hits.length && hits[end]?.at === hits[start]?.at) end++;\n    const rules = [...rulesOf(hits.slice(start, end))].sort((a, b) => a - b);\n    for (const rule of rules) {\n      const before = Math.max(0, ...longest.slice(0, rule).filter((length) => length !== undefined));\n      longest[rule] = Math.max(longest[rule] ?? 0, before + 1);\n    }\n    start = end;\n  }\n  return Math.max(0, ...longest.filter((length) => length !== undefined));\n}",
  },
  outlet: {
    isConstant: false,
    needs: ["NO_MATCHES","keepResult","orderResults"],
    text: "/** Gives results out: at once, or, where there are pipes, at the end. */\nfunction outlet(cuts) {\n  const [first] = cuts;\n  const toMatch = ({ match }) => match;\n  if (!first) {\n    return (results) => {\n      if (results.length === 0) return NO_MATCHES;\n      return (results.length > 1 ? results.sort(orderResults) : results).map(toMatch);\n    };\n  }\n  const kept = [];\n  return (results, isOver) => {\n    for (const result of results) keepResult(kept, result, first);\n    if (!isOver) return NO_MATCHES;\n    const cut = (list, { keep, count }) =>\n      keep === 'head' ? list.slice(0, count) : list.slice(Math.max(0, list.length - count));\n    return cuts.reduce(cut, kept.splice(0)).map(toMatch);\n  };\n}",
  },
  ownSteps: {
    isConstant: false,
    needs: [],
    text: "/** The same for a name of very many parts: asks the object for its keys instead. */\nfunction ownSteps(name, at, node) {\n  const fits = Object.keys(node).filter((key) => {\n    const end = at + key.length;\n    return name.startsWith(key, at) && (end === name.length || name[end] === '.');\n  });\n  return fits.map((key) => ({ key, next: at + key.length + 1 }));\n}",
  },
  parseAddress: {
    isConstant: false,
    needs: ["parseV4","parseV6"],
    text: "/**\n * Reads an IPv4 address (four decimal numbers, no leading zeros) or an IPv6 address (RFC 4291, section 2.2, no zone);\n * anything else gives nothing.\n */\nfunction parseAddress(text) {\n  if (text.length > 45) return undefined;\n  const v6 = text.includes(':');\n  const bits = v6 ? parseV6(text) : parseV4(text);\n  return bits === undefined ? undefined : { family: v6 ? 6 : 4, bits };\n}",
  },
  parseIso: {
    isConstant: false,
    needs: ["NANOS_PER_MILLI","civilDate","plainMillis","readIso","zoneMinutes"],
    text: "/** Nanoseconds since 1970 of an ISO 8601 date or date-time (no zone: UTC), or nothing if the text is none or no such day exists. */\nfunction parseIso(text) {\n  const plain = plainMillis(text);\n  if (!Number.isNaN(plain)) return BigInt(plain) * NANOS_PER_MILLI;\n  const written = readIso(text);\n  if (!written) return undefined;\n  const { civil, fraction, zone } = written;\n  const date = civilDate(civil);\n  date.setUTCHours(civil.hour, civil.minute, civil.second);\n  const nanos = BigInt(fraction.padEnd(9, '0'));\n  return BigInt(date.getTime() - zoneMinutes(zone) * 60_000) * NANOS_PER_MILLI + nanos;\n}",
  },
  parseV4: {
    isConstant: false,
    needs: ["OCTET"],
    text: "function parseV4(text) {\n  const parts = text.split('.');\n  if (parts.length !== 4) return undefined;\n  let bits = 0n;\n  for (const part of parts) {\n    if (!OCTET.test(part) || Number(part) > 255) return undefined;\n    bits = (bits << 8n) | BigInt(part);\n  }\n  return bits;\n}",
  },
  parseV6: {
    isConstant: false,
    needs: ["groups"],
    text: "function parseV6(text) {\n  const sides = text.split('::');\n  if (sides.length > 2) return undefined;\n  const [head = '', tail] = sides;\n  const left = groups(head, tail === undefined);\n  const right = tail === undefined ? [] : groups(tail, true);\n  if (!left || !right) return undefined;\n  const filled = 8 - left.length - right.length;\n  if (tail === undefined ? filled !== 0 : filled < 1) return undefined;\n  const all = [...left, ...Array.from({ length: filled }, () => 0n), ...right];\n  return all.reduce((bits, group) => (bits << 16n) | group, 0n);\n}",
  },
  percentileOf: {
    isConstant: false,
    needs: ["ascending"],
    text: "/** Nearest rank. */\nfunction percentileOf(values, percentile) {\n  return ascending(values)[Math.max(1, Math.ceil((percentile * values.length) / 100)) - 1] ?? 0;\n}",
  },
  piecesOf: {
    isConstant: false,
    needs: ["HALF_PAIR","fold"],
    text: "/** The literals around the `any`s of a pattern, or nothing where a place must be a whole character's. */\nfunction piecesOf(pattern, rule) {\n  const pieces = [];\n  let piece = '';\n  for (const part of pattern) {\n    if (part.kind === 'any') {\n      pieces.push(piece);\n      piece = '';\n    } else if (part.kind === 'one' || HALF_PAIR.test(part.text)) {\n      return undefined;\n    } else {\n      piece += fold(part.text, rule);\n    }\n  }\n  return [...pieces, piece];\n}",
  },
  placeOf: {
    isConstant: false,
    needs: ["lastHit"],
    text: "function placeOf(alert) {\n  return lastHit(alert)?.place ?? 0;\n}",
  },
  plainDecimal: {
    isConstant: false,
    needs: ["withoutExponent"],
    text: "/**\n * Plain decimal spelling (docs/semantics.md, \"Reading a field\"): whole numbers without exponent or `.0`, others as the shortest\n * decimal that reads back to the same double; booleans as `true` and `false`.\n */\nfunction plainDecimal(value) {\n  if (typeof value !== 'number' || Number.isSafeInteger(value)) return String(value === 0 ? 0 : value);\n  return Number.isInteger(value) ? String(BigInt(value)) : withoutExponent(String(value));\n}",
  },
  plainMillis: {
    isConstant: false,
    needs: ["daysToMonth","twoDigits"],
    text: "/** Milliseconds of `2026-01-31T23:59:59.123Z`, by far the most common spelling, digit by digit; NaN for any other text. */\nfunction plainMillis(text) {\n  if (text.length !== 24 || text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[23] !== 'Z')\n    return Number.NaN;\n  if (text[13] !== ':' || text[16] !== ':' || text[19] !== '.') return Number.NaN;\n  const year = 100 * twoDigits(text, 0) + twoDigits(text, 2);\n  const month = twoDigits(text, 5);\n  const day = twoDigits(text, 8);\n  const hour = twoDigits(text, 11);\n  const minute = twoDigits(text, 14);\n  const second = twoDigits(text, 17);\n  // Days that only some months have are left to the calendar.\n  const fits = day >= 1 && day <= 28 && month >= 1 && month <= 12 && hour <= 23 && minute <= 59 && second <= 59;\n  if (!fits) return Number.NaN;\n  const days = daysToMonth(year, month) + day - 1;\n  const millis = 10 * twoDigits(text, 20) + text.charCodeAt(22) - 48;\n  const last = text.charCodeAt(22);\n  return last >= 48 && last <= 57 ? (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + millis : Number.NaN;\n}",
  },
  plainReader: {
    isConstant: false,
    needs: ["NO_ELEMENTS","NO_STEPS","elementsAt","isLong","onlyStep","stepsOf"],
    text: "/** Reads a field where it is spelt in one way and no list stands on the way to it, as nearly always; nothing otherwise. */\nfunction plainReader(name, read) {\n  if (isLong(name)) return () => undefined;\n  const end = name.length + 1;\n  const known = stepsOf(name);\n  return (event) => {\n    let node = event;\n    for (let at = 0; at !== end; ) {\n      const step = onlyStep(known[at] ?? NO_STEPS, node);\n      if (!step) return step === null ? undefined : NO_ELEMENTS;\n      // Faster than Reflect.get, and the key is the object's own.\n      node = (node)[step.key];\n      at = step.next;\n    }\n    return elementsAt(node, read);\n  };\n}",
  },
  plainValue: {
    isConstant: false,
    needs: ["timeText"],
    text: "/** A value as JSON holds it. */\nfunction plainValue(value) {\n  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;\n  if (typeof value !== 'object' || value === null) return value;\n  return value.kind === 'instant' ? timeText(value.nanos) : value.text;\n}",
  },
  pointOffset: {
    isConstant: false,
    needs: ["unitsAt"],
    text: "/** The UTF-16 offset of the code point with a number, counted from zero; clipped to the text. */\nfunction pointOffset(text, point) {\n  let offset = 0;\n  for (let left = point; left > 0 && offset < text.length; left--) offset += unitsAt(text, offset);\n  return offset;\n}",
  },
  quantityOf: {
    isConstant: false,
    needs: ["medianOf","orderedRules","percentileOf","rulesOf","sumOf"],
    text: "function quantityOf(hits, { measure, numbers, tuples, percentile }) {\n  if (measure === 'event_count') return hits.length;\n  if (measure === 'temporal') return rulesOf(hits).size;\n  if (measure === 'temporal_ordered') return orderedRules(hits);\n  if (measure === 'value_count') return new Set(hits.flatMap(({ event }) => tuples(event).map(({ id }) => id))).size;\n  const values = hits.flatMap(({ event }) => numbers(event));\n  if (values.length === 0) return null;\n  if (measure === 'value_sum') return sumOf(values);\n  if (measure === 'value_avg') return Number(sumOf(values)) / values.length;\n  return measure === 'value_median' ? medianOf(values) : percentileOf(values, percentile);\n}",
  },
  rankOf: {
    isConstant: false,
    needs: [],
    text: "/** False, true, numbers, dates, text, versions: kinds do not mix. */\nfunction rankOf(value) {\n  if (typeof value === 'object') return value.kind === 'instant' ? 2 : 4;\n  if (typeof value === 'string') return 3;\n  return typeof value === 'boolean' ? 0 : 1;\n}",
  },
  reached: {
    isConstant: false,
    needs: [],
    text: "/** All states that are reached from some without a character. Tests of the position are taken where `holds` says so; without it they wait. */\nfunction reached(\n  states,\n  from,\n  holds,\n) {\n  const seen = new Set(from);\n  for (const item of seen) {\n    const state = states[item] ?? [];\n    if (!('to' in state)) for (const next of state) seen.add(next);\n    else if ('if' in state && holds?.(state.if)) seen.add(state.to);\n  }\n  return [...seen].filter((item) => item === 0 || 'to' in (states[item] ?? [])).sort((a, b) => a - b);\n}",
  },
  readIso: {
    isConstant: false,
    needs: ["ISO","civilDate","inRange"],
    text: "function readIso(text) {\n  const found = ISO.exec(text);\n  if (!found) return undefined;\n  const part = (i, missing) => Number(found[i] ?? missing);\n  const civil = {\n    year: part(1, 0),\n    month: part(2, 1),\n    day: part(3, 1),\n    hour: part(4, 0),\n    minute: part(5, 0),\n    second: part(6, 0),\n  };\n  const { month, day, hour, minute, second } = civil;\n  if (!inRange(month, 1, 12) || !inRange(hour, 0, 23) || !inRange(minute, 0, 59) || !inRange(second, 0, 59))\n    return undefined;\n  const date = civilDate(civil);\n  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;\n  return { civil, fraction: found[7] ?? '', zone: found[8] };\n}",
  },
  relate: {
    isConstant: false,
    needs: ["compareCodePoints","compareVersions","fold","isInstant","isNumber","isVersion","numericValue","ordered","scalarText","sign"],
    text: "/** What two present scalars are to each other; `order` is absent where they have none. */\nfunction relate(a, b, rule) {\n  if (isNumber(a) && isNumber(b)) return ordered(sign(a, b));\n  if (typeof a === 'string' && typeof b === 'string')\n    return { equal: fold(a, rule) === fold(b, rule), order: compareCodePoints(a, b) };\n  if (typeof a === 'boolean' && typeof b === 'boolean') return { equal: a === b };\n  if (isInstant(a) && isInstant(b)) return ordered(sign(a.nanos, b.nanos));\n  if (isVersion(a) && isVersion(b)) return ordered(compareVersions(a.text, b.text));\n  if (isInstant(a) || isInstant(b) || isVersion(a) || isVersion(b)) return undefined;\n  const equal = fold(scalarText(a), rule) === fold(scalarText(b), rule);\n  const [left, right] = [numericValue(a), numericValue(b)];\n  return left === undefined || right === undefined ? { equal } : { equal, order: sign(left, right) };\n}",
  },
  remembered: {
    isConstant: true,
    needs: [],
    text: "const remembered = {\n  exact: new WeakMap(),\n  ascii: new WeakMap(),\n  simple: new WeakMap(),\n};",
  },
  resultOf: {
    isConstant: false,
    needs: ["eventsOf","lastHit","placeOf","plainValue","timeText"],
    text: "function resultOf(alert, title) {\n  const events = eventsOf(alert);\n  const match = {\n    events: events.map(({ event }) => event),\n    key: alert.key.values.map(plainValue),\n    first: timeText(events[0]?.at ?? 0n),\n    last: timeText(lastHit(alert)?.at ?? 0n),\n    ...(title !== undefined && { rule: title }),\n  };\n  return { place: placeOf(alert), key: alert.key, match };\n}",
  },
  ruleSeen: {
    isConstant: false,
    needs: ["orderedRules","rulesOf"],
    text: "/** One of some rules has a hit; `isOrdered`: besides all rules that have hits can be put in order. */\nfunction ruleSeen(rules, isOrdered) {\n  return (hits) => {\n    const seen = rulesOf(hits);\n    return rules.some((rule) => seen.has(rule)) && (!isOrdered || orderedRules(hits) === seen.size);\n  };\n}",
  },
  rulesOf: {
    isConstant: false,
    needs: [],
    text: "function rulesOf(hits) {\n  const rules = new Set();\n  for (const hit of hits) for (const rule of hit.rules) rules.add(rule);\n  return rules;\n}",
  },
  runEnd: {
    isConstant: false,
    needs: ["unitsAt"],
    text: "/** Where a run that begins at `at` ends, or -1. */\nfunction runEnd(text, run, at) {\n  let end = at;\n  for (const [i, piece] of run.entries()) {\n    if (i > 0 && end === text.length) return -1;\n    if (i > 0) end += unitsAt(text, end);\n    if (!text.startsWith(piece, end)) return -1;\n    end += piece.length;\n  }\n  return end;\n}",
  },
  runStart: {
    isConstant: false,
    needs: ["unitsAt"],
    text: "/** Where a run that ends with the text begins, or -1. */\nfunction runStart(text, run) {\n  let start = text.length;\n  for (const [i, piece] of [...run].reverse().entries()) {\n    if (i > 0 && start === 0) return -1;\n    if (i > 0) start -= start > 1 ? unitsAt(text, start - 2) : 1;\n    if (!text.endsWith(piece, start)) return -1;\n    start -= piece.length;\n  }\n  return start;\n}",
  },
  sampleMachine: {
    isConstant: false,
    needs: ["keyTable","sampleOf"],
    text: "/** One sample a key, as soon as every step has an event of its own. */\nfunction sampleMachine({ steps, hasTime }) {\n  /** The states that have got a candidate by an event. */\n  const grownBy = (seen, table) => {\n    const grown = new Set();\n    for (const [step, { passes, keys }] of steps.entries()) {\n      for (const key of passes(seen.event) ? keys(seen.event) : []) {\n        const state = table.open(key);\n        const candidates = state.candidates[step];\n        if (state.isFound || !candidates || candidates.length === steps.length) continue;\n        candidates.push(seen);\n        grown.add(state);\n      }\n    }\n    return grown;\n  };\n  const create = (key) => ({ key, candidates: steps.map(() => []), isFound: false });\n  return (limits) => {\n    const table = keyTable(create, () => true, limits);\n    return {\n      take: (seen, results) => {\n        for (const state of grownBy(seen, table)) {\n          const result = sampleOf(state, hasTime);\n          if (!result) continue;\n          state.isFound = true;\n          for (const candidates of state.candidates) candidates.length = 0;\n          results.push(result);\n        }\n      },\n      settle: () => undefined,\n    };\n  };\n}",
  },
  sampleOf: {
    isConstant: false,
    needs: ["differentEvents","plainValue","timeText"],
    text: "/** A sample of a key, if every step has an event of its own. */\nfunction sampleOf({ key, candidates }, hasTime) {\n  const chosen = differentEvents(candidates);\n  if (!chosen) return undefined;\n  const times = chosen.filter(({ event }) => hasTime(event)).map(({ at }) => at);\n  times.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));\n  const [first, last] = [times[0], times.at(-1)];\n  const match = {\n    events: chosen.map(({ event }) => event),\n    key: key.values.map(plainValue),\n    first: first === undefined ? null : timeText(first),\n    last: last === undefined ? null : timeText(last),\n  };\n  return { place: 0, key, match };\n}",
  },
  scalarId: {
    isConstant: false,
    needs: ["scalarText"],
    text: "/** What is the same, and apart from everything else; its length in front keeps the parts of a key apart. */\nfunction scalarId(value) {\n  if (value === null) return '-';\n  if (typeof value !== 'object') {\n    const text = scalarText(value);\n    return `${text.length}:${text}`;\n  }\n  return value.kind === 'instant' ? `@${value.nanos};` : `v${value.text.length}:${value.text}`;\n}",
  },
  scalarText: {
    isConstant: false,
    needs: ["plainDecimal"],
    text: "/** The text of a scalar, as `string` gives it. Dates and versions do not meet text. */\nfunction scalarText(value) {\n  return typeof value === 'string' ? value : plainDecimal(value);\n}",
  },
  sequenceMachine: {
    isConstant: false,
    needs: ["SequenceMachine"],
    text: "function sequenceMachine(plan) {\n  return (limits) => new SequenceMachine(plan, limits);\n}",
  },
  siftUp: {
    isConstant: false,
    needs: ["isSooner"],
    text: "/** Moves an entry of a heap up to its place. */\nfunction siftUp(heap) {\n  let at = heap.length - 1;\n  const moved = heap[at];\n  while (moved && at > 0) {\n    const parent = (at - 1) >> 1;\n    const above = heap[parent];\n    if (!above || !isSooner(moved, above)) break;\n    heap[at] = above;\n    at = parent;\n  }\n  if (moved) heap[at] = moved;\n}",
  },
  sign: {
    isConstant: true,
    needs: [],
    text: "// JavaScript compares bigint and number by mathematical value, which is the meaning wanted.\nconst sign = (a, b) => (a < b ? -1 : a > b ? 1 : 0);",
  },
  simple: {
    isConstant: true,
    needs: [],
    text: "/**\n * The one case fold of isorule (docs/semantics.md, \"Case\").\n *\n * ASCII letters fold among themselves only. Other letters fold by Unicode simple case folding, unless that would give an\n * ASCII letter: the Kelvin sign, the long s and the dotted capital I stay what they are.\n */\nconst simple = new Map();",
  },
  single: {
    isConstant: false,
    needs: [],
    text: "function single(text) {\n  const code = text.codePointAt(0);\n  return code !== undefined && String.fromCodePoint(code).length === text.length ? code : undefined;\n}",
  },
  someText: {
    isConstant: false,
    needs: ["asText"],
    text: "/** Whether some scalar of an event, at any depth, passes a test as text. Each object is looked at once, so that no event is endless. */\nfunction someText(event, test) {\n  const open = [event];\n  const seen = new Set();\n  while (open.length > 0) {\n    const value = open.pop();\n    if (typeof value === 'object' && value !== null) {\n      if (seen.size === seen.add(value).size) continue;\n      for (const inside of Object.values(value)) open.push(inside);\n    } else {\n      const text = asText(value);\n      if (text !== null && test(text)) return true;\n    }\n  }\n  return false;\n}",
  },
  startsWith: {
    isConstant: false,
    needs: ["fold","textOf"],
    text: "/** Whether a text starts with another; every text starts with the empty text. */\nfunction startsWith(source, affix, rule) {\n  const text = textOf(source);\n  const part = textOf(affix);\n  return text === null || part === null ? null : fold(text, rule).startsWith(fold(part, rule));\n}",
  },
  stepper: {
    isConstant: false,
    needs: ["isLong","ownSteps","stepsOf"],
    text: "/** The keys that lead on from an object at a place of a name, for short names made once. */\nfunction stepper(name) {\n  if (isLong(name)) return (at, node) => ownSteps(name, at, node);\n  const known = stepsOf(name);\n  return (at) => known[at] ?? [];\n}",
  },
  stepsAt: {
    isConstant: false,
    needs: [],
    text: "/** The keys with which a dotted name may go on at a place: all of the rest, or up to one of its dots. Last to be visited first. */\nfunction stepsAt(name, at) {\n  const steps = [{ key: name.slice(at), next: name.length + 1 }];\n  for (let dot = name.lastIndexOf('.'); dot >= at; dot = dot === 0 ? -1 : name.lastIndexOf('.', dot - 1)) {\n    steps.push({ key: name.slice(at, dot), next: dot + 1 });\n  }\n  return [...steps.slice(1), ...steps.slice(0, 1)];\n}",
  },
  stepsOf: {
    isConstant: false,
    needs: ["stepsAt"],
    text: "/** The keys by the places of a name at which a part begins. */\nfunction stepsOf(name) {\n  const known = [];\n  for (let at = 0; at <= name.length; at = name.indexOf('.', at) + 1 || name.length + 1) known[at] = stepsAt(name, at);\n  return known;\n}",
  },
  stringContains: {
    isConstant: false,
    needs: ["fold","textOf"],
    text: "/** Whether a text contains another; the empty text is contained in none. */\nfunction stringContains(source, part, rule) {\n  const text = textOf(source);\n  const wanted = textOf(part);\n  if (text === null || wanted === null) return null;\n  return wanted !== '' && fold(text, rule).includes(fold(wanted, rule));\n}",
  },
  substring: {
    isConstant: false,
    needs: ["offsetOf","textOf","wholeOf"],
    text: "/** The part of a text from `start` to `end`, exclusive, in code points. */\nfunction substring(source, start, end) {\n  const text = textOf(source);\n  const from = wholeOf(start ?? 0n);\n  const to = end === null || end === undefined ? undefined : wholeOf(end);\n  if (text === null || from === null || to === null) return null;\n  const first = offsetOf(text, from);\n  return text.slice(first, Math.max(first, to === undefined ? text.length : offsetOf(text, to)));\n}",
  },
  subtract: {
    isConstant: false,
    needs: ["onNumbers"],
    text: "/** The first number less the second. */\nfunction subtract(left, right) {\n  return onNumbers(\n    left,\n    right,\n    (a, b) => a - b,\n    (a, b) => a - b,\n  );\n}",
  },
  sumOf: {
    isConstant: false,
    needs: [],
    text: "/** Exact where all are whole numbers. */\nfunction sumOf(values) {\n  let whole = 0n;\n  for (const value of values) {\n    if (typeof value === 'number' && !Number.isSafeInteger(value))\n      return values.reduce((total, one) => total + Number(one), 0);\n    whole += BigInt(value);\n  }\n  return whole;\n}",
  },
  takeSoonest: {
    isConstant: false,
    needs: ["isSooner"],
    text: "/** Takes the soonest entry out of a heap. */\nfunction takeSoonest(heap) {\n  const moved = heap.pop();\n  if (!moved || heap.length === 0) return;\n  let at = 0;\n  for (let child = 1; child < heap.length; child = 2 * at + 1) {\n    if (isSooner(heap[child + 1], heap[child])) child++;\n    const below = heap[child];\n    if (!below || !isSooner(below, moved)) break;\n    heap[at] = below;\n    at = child;\n  }\n  heap[at] = moved;\n}",
  },
  taking: {
    isConstant: true,
    needs: [],
    text: "/** While a matcher takes an event, which nobody changes meanwhile: the number of the push, else 0. */\nconst taking = { now: 0, count: 0 };",
  },
  testText: {
    isConstant: false,
    needs: ["asText","fold"],
    text: "/** Tests the folded text of a value; absent where the value has no text. */\nfunction testText(value, rule, test) {\n  const isVersion = typeof value === 'object' && value?.kind === 'version';\n  const text = isVersion ? value.text : asText(value);\n  return text === null ? null : test(fold(text, rule));\n}",
  },
  textOf: {
    isConstant: false,
    needs: ["instantText","plainDecimal"],
    text: "/** The text of a value: numbers in plain decimal spelling, dates as ISO 8601 in UTC, versions as written. */\nfunction textOf(value) {\n  if (typeof value === 'string') return value;\n  if (value === null || value === undefined) return null;\n  if (typeof value !== 'object') return plainDecimal(value);\n  return value.kind === 'version' ? value.text : instantText(value.nanos);\n}",
  },
  textOrder: {
    isConstant: true,
    needs: [],
    text: "const textOrder = (a, b) => (a === b ? 0 : a < b ? -1 : 1);",
  },
  threshold: {
    isConstant: false,
    needs: ["compareScalars","quantityOf"],
    text: "/** Compares a quantity of the window; an absent one meets nothing. */\nfunction threshold(op, count, quantity) {\n  return (hits) => compareScalars(op, quantityOf(hits, quantity), count, 'exact') === true;\n}",
  },
  timeOfCaller: {
    isConstant: false,
    needs: ["asDate"],
    text: "/** The time that a caller of `flush` means. */\nfunction timeOfCaller(now) {\n  const instant = asDate(now instanceof Date ? now.getTime() : now);\n  if (!instant) throw new TypeError('flush takes a Date, ISO 8601 text or epoch milliseconds');\n  return instant.nanos;\n}",
  },
  timePart: {
    isConstant: false,
    needs: ["civilOf","isoWeek"],
    text: "/** One part of a date-time as a number. */\nfunction timePart(source, part) {\n  const civil = civilOf(source);\n  if (!civil) return null;\n  if (part === 'week') return BigInt(isoWeek(civil));\n  if (part === 'minute' || part === 'hour' || part === 'day' || part === 'month' || part === 'year')\n    return BigInt(civil[part]);\n  return null;\n}",
  },
  timeText: {
    isConstant: false,
    needs: ["isoText"],
    text: "/** ISO 8601, or nanoseconds where no calendar reaches. */\nfunction timeText(nanos) {\n  const millis = nanos / 1_000_000n;\n  return millis > 8_639_999_999_999_999n || millis < -8_639_999_999_999_999n ? String(nanos) : isoText(nanos);\n}",
  },
  tokensOf: {
    isConstant: false,
    needs: ["fold"],
    text: "function tokensOf(pattern, rule) {\n  return pattern.flatMap((part) => {\n    if (part.kind !== 'lit') return [{ kind: part.kind }];\n    return [...fold(part.text, rule)].map((char) => ({ kind: 'char', char }));\n  });\n}",
  },
  truthOf: {
    isConstant: false,
    needs: [],
    text: "/** `true`, `false`, or the text of one. */\nfunction truthOf(value) {\n  if (typeof value === 'boolean') return value;\n  if (value === 'true') return true;\n  return value === 'false' ? false : null;\n}",
  },
  twoDigits: {
    isConstant: false,
    needs: [],
    text: "/** The number that two digits spell, or NaN. */\nfunction twoDigits(text, at) {\n  const tens = text.charCodeAt(at) - 48;\n  const ones = text.charCodeAt(at + 1) - 48;\n  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : Number.NaN;\n}",
  },
  unitsAt: {
    isConstant: false,
    needs: [],
    text: "/** The units (1 or 2) of the code point that starts at a UTF-16 offset. */\nfunction unitsAt(text, offset) {\n  return (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;\n}",
  },
  v6Text: {
    isConstant: false,
    needs: [],
    text: "function v6Text(bits) {\n  const groupsText = Array.from({ length: 8 }, (_, i) => ((bits >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));\n  const zeros = [...groupsText.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort(\n    (a, b) => b[0].length - a[0].length,\n  )[0];\n  if (!zeros) return groupsText.join(':');\n  const joined = groupsText.join(':');\n  const head = joined.slice(0, zeros.index);\n  const tail = joined.slice(zeros.index + zeros[0].length);\n  return `${head}::${tail.replace(/^:/, '')}`;\n}",
  },
  waitingList: {
    isConstant: false,
    needs: ["siftUp","takeSoonest"],
    text: "/** Complete matches by their deadlines. */\nfunction waitingList() {\n  const heap = [];\n  return {\n    add: (waiting) => {\n      heap.push(waiting);\n      siftUp(heap);\n    },\n    settle: (now, results) => {\n      for (let first = heap[0]; first; first = heap[0]) {\n        const isSettled = now === undefined || (first.deadline !== undefined && first.deadline < now);\n        if (!isSettled && !first.isOver) return;\n        takeSoonest(heap);\n        if (!first.isOver) results.push(first.result);\n        first.isOver = true;\n      }\n    },\n  };\n}",
  },
  wayTo: {
    isConstant: false,
    needs: ["newVisits","stepper"],
    text: "/**\n * The way to a field: calls `visit` with every value that the dotted name leads to, until it returns true. An event may spell the\n * name flat, nested or mixed; a list stands for each of its elements. Only own keys count.\n */\nfunction wayTo(name) {\n  const end = name.length + 1;\n  const steps = stepper(name);\n  const goOn = (node, at, open) => {\n    if (Array.isArray(node)) {\n      for (let i = node.length - 1; i >= 0; i--) open.push({ value: node[i], at });\n    } else if (at < end) {\n      for (const { key, next } of steps(at, node)) {\n        if (Object.hasOwn(node, key)) open.push({ value: Reflect.get(node, key), at: next });\n      }\n    }\n  };\n  return (event, visit) => {\n    const open = [{ value: event, at: 0 }];\n    const visited = newVisits();\n    for (let top = open.pop(); top !== undefined; top = open.pop()) {\n      const { value, at } = top;\n      if (at === end && visit(value)) return true;\n      if (typeof value === 'object' && value !== null && !visited(value, at)) goOn(value, at, open);\n    }\n    return false;\n  };\n}",
  },
  wholeOf: {
    isConstant: false,
    needs: [],
    text: "/** A whole number, or the text of one. */\nfunction wholeOf(value) {\n  if (typeof value === 'bigint') return value;\n  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : null;\n  return typeof value === 'string' && /^-?[0-9]+$/.test(value) ? BigInt(value) : null;\n}",
  },
  wholeValue: {
    isConstant: false,
    needs: ["digitsValue"],
    text: "/** The digits of a whole number in a base, without the `0x` that base 16 allows and base 10 takes for base 16. */\nfunction wholeValue(body, base) {\n  const hex = (base === 10 || base === 16) && /^0x/i.test(body);\n  const used = hex ? 16 : base;\n  const digits = (hex ? body.slice(2) : body).toLowerCase();\n  const known = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, used);\n  if (digits === '' || [...digits].some((digit) => !known.includes(digit))) return null;\n  return digitsValue(digits, used);\n}",
  },
  withoutExponent: {
    isConstant: false,
    needs: [],
    text: "/** Digits with a decimal point and no exponent for a real number as JavaScript writes it: `1.5e-7` is `0.00000015`. */\nfunction withoutExponent(written) {\n  const [digits = '', exponent] = written.split('e-');\n  if (exponent === undefined) return written;\n  const sign = digits.startsWith('-') ? '-' : '';\n  const all = digits.replace(/[-.]/g, '');\n  return `${sign}0.${'0'.repeat(Number(exponent) - 1)}${all}`;\n}",
  },
  zoneMinutes: {
    isConstant: false,
    needs: [],
    text: "function zoneMinutes(zone) {\n  if (!zone || /^z$/i.test(zone)) return 0;\n  const sign = zone.startsWith('-') ? -1 : 1;\n  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.replace(':', '').slice(3) || '0'));\n}",
  },
} as const;
