import { isoText } from '../../base/instant.ts';
import type { Random } from '../../base/random.ts';
import { holds } from '../../eval/cond.ts';
import { filterCondition } from '../../ir/build.ts';
import type { Cond } from '../../ir/cond.ts';
import type { EventFilter } from '../../ir/query.ts';
import type { Field, FieldType } from '../../ir/value.ts';
import { change, changed, type Draft, nested } from '../../solve/change.ts';
import type { Proposal } from './makers.ts';
import { Makers } from './makers.ts';

/** A part that events of a stream play: a step, `until`, a rule of a correlation. Keys pair by their place with those of the other roles. */
export interface Role {
  readonly filter: EventFilter;
  /** Nothing at a place where the role has no key that others have. */
  readonly keys: readonly (Field | undefined)[];
}

/** What the events of one actor have in common: a value for each place of the keys. */
export type Actor = readonly unknown[];

const ISO_DAY = BigInt(Date.UTC(2024, 0, 1)) * 1_000_000n;
const DAY_NANOS = 86_400_000_000_000n;

/** A plain value of each type, another for each number. */
const VALUES: { readonly [T in FieldType]: (number: number) => unknown } = {
  text: (number) => `key-${number}`,
  unknown: (number) => `key-${number}`,
  long: (number) => 1000 + number,
  double: (number) => 1000.5 + number,
  boolean: (number) => number % 2 === 0,
  ip: (number) => `10.1.0.${number + 1}`,
  date: (number) => isoText(ISO_DAY + BigInt(number) * DAY_NANOS),
  version: (number) => `1.0.${number}`,
};

/** A plain value of a type, another for each number. */
export const plainValue = (type: FieldType, number: number): unknown => VALUES[type](number);

/** How many values are tried for a key before the stream goes without. */
const TRIES = 4;
/** How many matches of a role are looked at. */
const MATCHES = 4;
const NEAR_MISSES = 3;

function take(proposals: Iterator<Proposal>, count: number, fits: (draft: Draft) => boolean): readonly Draft[] {
  const out: Draft[] = [];
  for (let next = proposals.next(); out.length < count && next.done !== true; next = proposals.next()) {
    if (fits(next.value.draft)) out.push(next.value.draft);
  }
  return out;
}

class Player {
  readonly cond: Cond;
  readonly keys: readonly (Field | undefined)[];
  readonly matches: readonly Draft[];
  readonly misses: readonly Draft[];

  constructor({ filter, keys }: Role, random: Random) {
    this.cond = filterCondition(filter);
    this.keys = keys;
    const makers = new Makers(this.cond, random);
    this.matches = take(makers.proposals('match'), MATCHES, (draft) => this.passes(draft));
    this.misses = take(makers.proposals('near-miss'), NEAR_MISSES, (draft) => !this.passes(draft));
  }

  passes(draft: Draft): boolean {
    return holds(this.cond, nested(draft));
  }

  withKeys(draft: Draft, actor: Actor): Draft {
    return this.keys.reduce((made, key, place) => (key ? changed(made, change(key.name, actor[place])) : made), draft);
  }

  /** A match that stays one with the actor's keys. */
  hit(actor: Actor): Draft | undefined {
    return this.matches.map((draft) => this.withKeys(draft, actor)).find((draft) => this.passes(draft));
  }
}

/** The roles of a stateful rule, with events that play them for actors told apart by the keys. */
export class Cast {
  readonly #players: readonly Player[];
  /** Told apart by every key; one where the rule has none, or its conditions fix them. */
  readonly actors: readonly Actor[];

  constructor(roles: readonly Role[], random: Random) {
    this.#players = roles.map((role) => new Player(role, random));
    this.actors = this.#chooseActors();
  }

  /** An event that plays the role for the actor; nothing where none was found, or there is no such actor. */
  hit(role: number, actor: number): Draft | undefined {
    const keys = this.actors[actor];
    return keys && this.#players[role]?.hit(keys);
  }

  /** Events that just do not play the role, with the keys of the actor. */
  misses(role: number, actor: number): readonly Draft[] {
    const [player, keys] = [this.#players[role], this.actors[actor]];
    if (!player || !keys) return [];
    return player.misses.map((draft) => player.withKeys(draft, keys)).filter((draft) => !player.passes(draft));
  }

  /** Whether the event still plays the role when changed. */
  plays(role: number, draft: Draft): boolean {
    return this.#players[role]?.passes(draft) ?? false;
  }

  /** A value for a place of the keys that every role bears. */
  #valueFor(place: number, taken: readonly unknown[]): unknown {
    const users = this.#players.flatMap((player) => {
      const field = player.keys[place];
      return field ? [{ player, field }] : [];
    });
    const [first] = users;
    if (!first) return undefined;
    const plain = Array.from({ length: TRIES }, (_, i) => VALUES[first.field.type](taken.length * TRIES + i));
    const own = users.flatMap(({ player, field }) => player.matches.map((draft) => draft.get(field.name)));
    return [...plain, ...own].find(
      (value) =>
        value !== undefined &&
        !taken.includes(value) &&
        users.every(({ player, field }) =>
          player.matches.some((draft) => player.passes(changed(draft, change(field.name, value)))),
        ),
    );
  }

  #chooseActors(): readonly Actor[] {
    const places = Math.max(0, ...this.#players.map(({ keys }) => keys.length));
    const actors: Actor[] = [];
    while (actors.length < 2) {
      const actor = Array.from({ length: places }, (_, place) =>
        this.#valueFor(
          place,
          actors.map((one) => one[place]),
        ),
      );
      if (actor.includes(undefined)) break;
      actors.push(actor);
      if (places === 0) break;
    }
    return actors;
  }
}
